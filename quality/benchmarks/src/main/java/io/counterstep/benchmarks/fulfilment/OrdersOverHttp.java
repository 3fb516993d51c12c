package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import java.nio.file.Path;

/** The order system from an order's POST to its final event on {@code order-events}. */
public final class OrdersOverHttp extends OrderSystemContender {

    private final FinalOrderEvents events;
    private final Senders senders;

    private OrdersOverHttp(FulfilmentSystem system, Ends ends) {
        super(system);
        OrdersInFlight inFlight = new OrdersInFlight(ends);
        this.events = listen(inFlight::ended, ends);
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
    public void close() {
        senders.close();
        events.close();
        system.close();
    }
}
