package io.counterstep.fulfilment.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs one {@link LoadPlan} against a system. Latency is from just before an order's POST until its final event is
 * received from Kafka. The loop is closed: when the system stalls, fewer orders are placed, so latencies tell what the
 * outstanding orders saw, not what an open stream of customers would.
 */
public final class Load {

    /** Orders read back after the run, to see that the events told the truth. */
    static final int SAMPLE = 50;

    private static final int UNFINISHED_NAMED = 5;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration DRAIN_CHECK = Duration.ofMillis(20);
    private static final JsonMapper JSON = new JsonMapper();

    /** Where final events come from; open until closed. */
    interface Feed extends AutoCloseable {

        /** @throws LoadFailure if events are no longer received */
        void check();

        @Override
        void close();
    }

    /** Opens a feed; all events after it has returned must be told. */
    @FunctionalInterface
    interface FeedOpener {
        Feed open(Consumer<Ending> listener);
    }

    /** The state of a run, told once a second. */
    public record Progress(String phase, Duration elapsed, long endedInLastSecond, int outstanding) {}

    private final SystemUnderTest system;
    private final LoadPlan plan;
    private final Consumer<Progress> progress;
    private final OrdersInFlight inFlight = new OrdersInFlight(this::ended);
    private final Senders senders;
    private final LoadStatistics statistics = new LoadStatistics();
    private final Tally cancelReasons = new Tally();
    private final List<Ending> sample = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private long start;
    private long endedInAll;

    private Load(SystemUnderTest system, LoadPlan plan, Consumer<Progress> progress) {
        this.system = system;
        this.plan = plan;
        this.progress = progress;
        this.senders =
                new Senders(system.orderService(), new OrderMix(plan.failingPercent()), inFlight, plan.outstanding());
    }

    /**
     * Takes as long as the plan says, plus the time to drain.
     *
     * @param progress told once a second, in the calling thread
     * @throws LoadFailure if the final events cannot be read
     * @throws CancellationException if the thread is interrupted
     */
    public static LoadReport run(SystemUnderTest system, LoadPlan plan, Consumer<Progress> progress) {
        return run(system, plan, progress, listener -> FinalOrderEvents.listen(system.bootstrapServers(), listener));
    }

    static LoadReport run(SystemUnderTest system, LoadPlan plan, Consumer<Progress> progress, FeedOpener opener) {
        return new Load(system, plan, progress).run(opener);
    }

    private LoadReport run(FeedOpener opener) {
        start = System.nanoTime();
        try (Feed feed = opener.open(inFlight::ended)) {
            start = System.nanoTime();
            senders.start();
            try {
                tell("warm-up", feed, plan.warmUp());
                tell("measuring", feed, plan.warmUp().plus(plan.measured()));
            } finally {
                senders.stop();
            }
            drain(feed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while under load");
        }
        return report();
    }

    private void tell(String phase, Feed feed, Duration until) throws InterruptedException {
        long before = endedInAll();
        for (Duration left = until.minus(elapsed()); left.isPositive(); left = until.minus(elapsed())) {
            Thread.sleep(left.compareTo(TICK) < 0 ? left : TICK);
            feed.check();
            long now = endedInAll();
            progress.accept(new Progress(phase, elapsed(), now - before, inFlight.size()));
            before = now;
        }
    }

    private void drain(Feed feed) throws InterruptedException {
        Duration until = elapsed().plus(plan.drain());
        while (inFlight.size() > 0 && elapsed().compareTo(until) < 0) {
            feed.check();
            Thread.sleep(DRAIN_CHECK);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private synchronized long endedInAll() {
        return endedInAll;
    }

    private void ended(Ending ending, long postedAt) {
        senders.release();
        Duration at = Duration.ofNanos(ending.receivedAt() - start);
        synchronized (this) {
            endedInAll++;
            boolean measured = at.compareTo(plan.warmUp()) >= 0
                    && at.compareTo(plan.warmUp().plus(plan.measured())) < 0;
            if (measured) {
                statistics.ended(ending.receivedAt() - postedAt, ending.isCompleted());
                maybeSample(ending);
            }
        }
        if (!ending.isCompleted()) {
            cancelReasons.count(ending.reason() == null ? "no reason given" : ending.reason());
        }
    }

    /** Reservoir sampling (Vitter's algorithm R): each order is as likely to be in the sample as any other. */
    private void maybeSample(Ending ending) {
        if (sample.size() < SAMPLE) {
            sample.add(ending);
            return;
        }
        long at = random.nextLong(statistics.count());
        if (at < SAMPLE) {
            sample.set((int) at, ending);
        }
    }

    private synchronized LoadReport report() {
        LoadStatistics.Summary summary = statistics.over(plan.measured());
        return new LoadReport(
                plan,
                summary.perSecond(),
                summary.p50Ms(),
                summary.p90Ms(),
                summary.p99Ms(),
                summary.maxMs(),
                summary.completed(),
                summary.canceled(),
                senders.rejected(),
                senders.errors(),
                inFlight.size(),
                inFlight.sample(UNFINISHED_NAMED),
                cancelReasons.counts(),
                senders.failures().counts(),
                sample.size(),
                contradictions());
    }

    private List<String> contradictions() {
        List<String> contradictions = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(system.orderService())) {
            for (Ending ending : sample) {
                String status = status(connection, ending.orderId());
                if (!status.equals(ending.status())) {
                    contradictions.add(
                            "order " + ending.orderId() + " was told " + ending.status() + " but is " + status);
                }
            }
        } catch (IOException | JacksonException unreadable) {
            contradictions.add("the orders cannot be read back: " + unreadable.getMessage());
        }
        return contradictions;
    }

    private static String status(HttpConnection connection, String orderId) throws IOException {
        HttpConnection.Response response = connection.get("/orders/" + orderId);
        return response.status() == 200
                ? JSON.readTree(response.body()).path("status").asString("without a status")
                : "answered with HTTP " + response.status();
    }
}
