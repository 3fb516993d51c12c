package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.FakeContender;
import io.counterstep.fulfilment.local.bench.Workload;
import java.nio.file.Path;
import java.util.List;

/** {@link ContenderMain} over systems that live in its own JVM. */
final class TestContenderMain {

    static final List<Entrant> ENTRANTS = List.of(
            new Entrant(Entrant.COUNTERSTEP, Workload.ENGINE, (folder, ends) -> new FakeContender(folder, ends, 1)),
            new Entrant("rival", Workload.ENGINE, (folder, ends) -> new FakeContender(folder, ends, 5)),
            new Entrant("broken", Workload.ENGINE, TestContenderMain::broken),
            new Entrant(Entrant.COUNTERSTEP, Workload.FULFILMENT_HTTP, TestContenderMain::tooSlow));

    private TestContenderMain() {}

    private static Contender broken(Path folder, Ends ends) {
        throw new IllegalStateException("no such server");
    }

    private static Contender tooSlow(Path folder, Ends ends) {
        return new FakeContender(folder, ends, 0) {
            @Override
            protected void end(long saga) {
                ends.failed("the queue is full");
            }
        };
    }

    public static void main(String[] arguments) {
        ContenderMain.run(ENTRANTS, arguments);
    }
}
