package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.ClosedLoop;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.run.Quiet;
import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The console while orders run: how long each of its pages takes at a pace of orders, and how much throughput its event
 * streams cost. All five services, Kafka and PostgreSQL share one machine with the load and the readers.
 */
public final class ConsoleUnderLoad {

    /** As many people watch the overview. */
    static final int WATCHERS = 10;

    /** With and without streams, in turn. */
    static final int ROUNDS = 3;

    private static final int OUTSTANDING = 512;
    private static final String STREAM = "/api/overview/stream";
    private static final Duration TEMPLATES = Duration.ofSeconds(3);

    private static final ClosedLoop.Edges NO_EDGES = new ClosedLoop.Edges() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    /** Who hears of the ends: each load in turn. */
    private static final class Turn implements Ends {

        private volatile @Nullable Ends current;

        @Override
        public void ended(long saga, boolean completed) {
            Ends hearing = current;
            if (hearing != null) {
                hearing.ended(saga, completed);
            }
        }

        @Override
        public void failed(String why) {
            Ends hearing = current;
            if (hearing != null) {
                hearing.failed(why);
            }
        }
    }

    private final ConsoleSettings settings;
    private final PrintWriter progress;
    private final OrdersAsEvents orders;
    private final Turn turn;
    private final URI orchestrator;

    private ConsoleUnderLoad(ConsoleSettings settings, PrintWriter progress, OrdersAsEvents orders, Turn turn) {
        this.settings = settings;
        this.progress = progress;
        this.orders = orders;
        this.turn = turn;
        this.orchestrator = orders.system.orchestrator();
    }

    /** See {@link io.counterstep.fulfilment.local.bench.Benchmarks}. */
    public static boolean run(ConsoleSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException {
        Quiet.everywhere();
        err.println(settings.command());
        err.flush();
        try {
            Path folder = Files.createTempDirectory("counterstep-bench-");
            Turn turn = new Turn();
            try (OrdersAsEvents orders = OrdersAsEvents.open(folder, turn)) {
                ConsoleFigures figures = new ConsoleUnderLoad(settings, err, orders, turn).measure();
                out.println(settings.json() ? figures.json() : figures.text());
                out.flush();
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failed) {
            err.println("The console could not be measured: " + failed);
            err.flush();
            return false;
        }
    }

    private ConsoleFigures measure() throws Exception {
        say("storing "
                + (settings.stored().isNone() ? "nothing" : settings.stored().label()));
        loop(TEMPLATES);
        if (!settings.stored().isNone()) {
            orders.store(settings.stored());
        }
        say("warming up");
        PageReader reader = new PageReader(orchestrator, pages());
        // at a pace, a system that is not warm yet would only fall behind
        Duration half = settings.warmUp().dividedBy(2);
        if (!half.isZero()) {
            loop(half);
        }
        paced(reader, half);
        reader.forget();
        say("reading pages at " + settings.perSecond() + " orders/s");
        ConsoleFigures.Paced paced = paced(reader, settings.measured());
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        long events = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            say("round " + round + " of " + ROUNDS + ", without streams and with " + WATCHERS);
            without.add(loop(settings.measured()));
            try (Watchers watchers = Watchers.of(orchestrator, STREAM, WATCHERS)) {
                with.add(loop(settings.measured()));
                events += watchers.events();
            }
        }
        return new ConsoleFigures(settings, paced, reader.micros(), without, with, events);
    }

    /** Orders and a reader of pages, for that long. */
    private ConsoleFigures.Paced paced(PageReader reader, Duration time) throws Exception {
        if (time.isZero()) {
            return new ConsoleFigures.Paced(0, 0, 0);
        }
        orders.prepare(time.plusSeconds(2));
        try (PacedOrders pace = new PacedOrders(orders, settings.perSecond(), orders.next())) {
            turn.current = pace;
            long start = System.nanoTime();
            pace.start();
            reader.read(time);
            double seconds = (System.nanoTime() - start) / 1e9;
            double begun = pace.begunSoFar() / seconds;
            double ended = pace.endedSoFar() / seconds;
            pace.drain();
            return new ConsoleFigures.Paced(begun, ended, pace.endedOtherwise());
        }
    }

    /** Orders ended a second, with a constant number outstanding. */
    private double loop(Duration time) throws Exception {
        orders.prepare(time.plusSeconds(2));
        ClosedLoop loop = new ClosedLoop(orders.next());
        turn.current = loop;
        return loop.run(orders, OUTSTANDING, Duration.ofSeconds(1), time, NO_EDGES)
                .perSecond();
    }

    private List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>(List.of(
                "/console",
                "/console?live=true",
                "/console/sagas",
                "/console/sagas?state=COMPLETED",
                "/console/sagas?state=RUNNING&participant=payment",
                "/console/sagas?key=none",
                "/console/sagas?text=no+such+text",
                "/console/definitions",
                "/console/definitions/fulfil-order",
                "/console/dead-letters",
                "/console/audit",
                "/console/bulk",
                "/console/bulk/new?state=RUNNING",
                "/console/gates/participants/shipping/pause",
                "/console/try"));
        if (settings.stored().finished() > 0) {
            pages.add("/console/sagas?minAge=5m&state=CANCELED");
            pages.add("/console/sagas/fulfil-order:old-1");
        }
        if (settings.stored().active() > 0) {
            pages.add("/console/sagas/fulfil-order:waiting-1");
            pages.add("/console/sagas/fulfil-order:waiting-1/compensate");
        }
        return pages;
    }

    private void say(String what) {
        progress.println("  " + what);
        progress.flush();
    }
}
