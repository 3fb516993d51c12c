package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The order system under whatever begins its orders. */
abstract class OrderSystemContender implements Contender {

    final FulfilmentSystem system;

    OrderSystemContender(FulfilmentSystem system) {
        this.system = system;
    }

    /** What its final events are told to. */
    @FunctionalInterface
    interface OrderEnds {
        void ended(String orderId, boolean completed);
    }

    /** Hears the final events from now on; closed by the caller. */
    FinalOrderEvents listen(OrderEnds orders, Ends ends) {
        return FinalOrderEvents.listen(system.bootstrapServers(), new FinalOrderEvents.Listener() {
            @Override
            public void ended(String orderId, boolean completed) {
                orders.ended(orderId, completed);
            }

            @Override
            public void failed(String why) {
                ends.failed(why);
            }
        });
    }

    @Override
    public final List<ProcessHandle> processes() {
        return system.processes();
    }

    @Override
    public final List<Path> data() {
        return system.data();
    }

    @Override
    public final Map<String, Double> counters() throws Exception {
        return system.counters();
    }

    @Override
    public final Map<String, String> versions() throws Exception {
        return system.versions();
    }
}
