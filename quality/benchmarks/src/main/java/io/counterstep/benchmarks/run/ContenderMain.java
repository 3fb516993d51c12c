package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.measure.Meter;
import io.counterstep.fulfilment.local.bench.Stored;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.slf4j.LoggerFactory;

/** Opens one system, warms it up, measures it with each number outstanding, and closes it; tells {@link Told} lines. */
final class ContenderMain {

    /** The load under which a fresh JVM gets compiled. */
    static final int WARM_UP_OUTSTANDING = 512;

    /** After the number outstanding has changed. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    private static final ClosedLoop.Edges UNMEASURED = new ClosedLoop.Edges() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    private final PrintStream told;
    private String phase = "starting";

    private ContenderMain(PrintStream told) {
        this.told = told;
    }

    /** What the starter asks for, as it stands on the command line. */
    record Plan(
            String system,
            String workload,
            Path folder,
            Duration warmUp,
            Duration measured,
            List<Integer> outstanding,
            Stored stored) {

        List<String> arguments() {
            return List.of(
                    system,
                    workload,
                    folder.toString(),
                    String.valueOf(warmUp.toMillis()),
                    String.valueOf(measured.toMillis()),
                    String.join(",", outstanding.stream().map(String::valueOf).toList()),
                    String.valueOf(stored.finished()),
                    String.valueOf(stored.active()));
        }

        static Plan of(String[] arguments) {
            return new Plan(
                    arguments[0],
                    arguments[1],
                    Path.of(arguments[2]),
                    Duration.ofMillis(Long.parseLong(arguments[3])),
                    Duration.ofMillis(Long.parseLong(arguments[4])),
                    Arrays.stream(arguments[5].split(",", -1))
                            .map(Integer::valueOf)
                            .toList(),
                    new Stored(Integer.parseInt(arguments[6]), Integer.parseInt(arguments[7])));
        }
    }

    public static void main(String[] arguments) {
        run(Entrants.ALL, arguments);
    }

    /** Ends the JVM, with 0 if all was measured. */
    static void run(List<Entrant> entrants, String[] arguments) {
        Plan plan = Plan.of(arguments);
        ContenderMain main = new ContenderMain(System.out);
        System.setOut(System.err);
        Quiet.everywhere();
        Lifeline.exitWithStarter();
        System.exit(main.measure(entrants, plan) ? 0 : 1);
    }

    private boolean measure(List<Entrant> entrants, Plan plan) {
        try {
            Entrant entrant = entrants.stream()
                    .filter(it -> it.system().equals(plan.system)
                            && it.workload().toString().equals(plan.workload))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such system: " + plan));
            enter("starting");
            ClosedLoop loop = new ClosedLoop(0);
            try (Guarded contender = new Guarded(entrant.opener().open(plan.folder, loop))) {
                tell(Told.versions(contender.it.versions()));
                measure(loop, contender.it, plan);
                enter("stopping");
            }
            return true;
        } catch (Exception | AssertionError failed) {
            LoggerFactory.getLogger(ContenderMain.class).error("{} failed while {}", plan.system, phase, failed);
            tell(Told.failed("while " + phase + ": " + failed));
            return false;
        }
    }

    private void measure(ClosedLoop loop, Contender contender, Plan plan) throws Exception {
        if (plan.warmUp.isPositive()) {
            enter("warming up with " + WARM_UP_OUTSTANDING + " outstanding");
            contender.prepare(plan.warmUp);
            loop.run(contender, WARM_UP_OUTSTANDING, Duration.ZERO, plan.warmUp, UNMEASURED);
        }
        measure(loop, contender, plan, plan.system);
        if (!plan.stored.isNone()) {
            enter("storing " + plan.stored.label());
            if (contender.fill(plan.stored)) {
                measure(loop, contender, plan, Entrant.beside(plan.system, plan.stored));
            }
        }
    }

    private void measure(ClosedLoop loop, Contender contender, Plan plan, String system) throws Exception {
        for (int outstanding : plan.outstanding) {
            enter("measuring with " + outstanding + " outstanding");
            contender.prepare(plan.measured.plus(SETTLE));
            try (Meter meter = new Meter(contender)) {
                ClosedLoop.Measured measured = loop.run(contender, outstanding, SETTLE, plan.measured, meter);
                if (measured.ended() == 0) {
                    throw new IllegalStateException("no saga ended within " + plan.measured);
                }
                tell(Told.measured(measurement(plan.workload, system, outstanding, measured, meter.of(measured))));
            }
        }
    }

    private static Measurement measurement(
            String workload, String system, int outstanding, ClosedLoop.Measured measured, Meter.Usage usage) {
        Histogram micros = measured.latency();
        return new Measurement(
                system,
                workload,
                outstanding,
                measured.perSecond(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                usage.cpuMsPerSaga(),
                usage.peakMemoryMiB(),
                usage.diskBytesPerSaga(),
                measured.ended(),
                usage.perSaga());
    }

    private void enter(String next) {
        phase = next;
        tell(Told.phase(next));
    }

    private void tell(Told what) {
        told.println(what.line());
        told.flush();
    }

    /** Closes the contender once: in order, or when the JVM is ended from outside. */
    private static final class Guarded implements AutoCloseable {
        final Contender it;
        private boolean closed;

        Guarded(Contender contender) {
            this.it = contender;
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(this::close));
        }

        /** Whoever comes second waits: the JVM must not end before everything has. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                it.close();
            }
        }
    }
}
