package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The order system from an order's POST to its final event on {@code order-events}. */
public final class OrdersOverHttp implements Contender {

    private final FulfilmentSystem system;
    private final FinalOrderEvents events;
    private final Senders senders;

    private OrdersOverHttp(FulfilmentSystem system, Ends ends) {
        this.system = system;
        OrdersInFlight inFlight = new OrdersInFlight(ends);
        this.events = FinalOrderEvents.listen(system.bootstrapServers(), new FinalOrderEvents.Listener() {
            @Override
            public void ended(String orderId, boolean completed) {
                inFlight.ended(orderId, completed);
            }

            @Override
            public void failed(String why) {
                ends.failed(why);
            }
        });
        this.senders = new Senders(system.orderService(), inFlight, ends);
    }

    /** See {@link Contender.Opener}. */
    public static Contender open(Path folder, Ends ends) throws Exception {
        FulfilmentSystem system = FulfilmentSystem.start(folder);
        try {
            return new OrdersOverHttp(system, ends);
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    @Override
    public void begin(long saga) {
        senders.place(saga);
    }

    @Override
    public List<ProcessHandle> processes() {
        return system.processes();
    }

    @Override
    public List<Path> data() {
        return system.data();
    }

    @Override
    public Map<String, Double> counters() throws Exception {
        return system.counters();
    }

    @Override
    public Map<String, String> versions() throws Exception {
        return system.versions();
    }

    @Override
    public void close() {
        senders.close();
        events.close();
        system.close();
    }
}
