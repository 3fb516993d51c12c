package io.counterstep.spring;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does some work again and again in a thread of its own, after the pause that the work itself asks for. */
final class Ticker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(1);

    /** Between two full batches, so that purging leaves the database to the sagas. */
    private static final Duration PURGE_PAUSE = Duration.ofMillis(100);

    private final String name;
    private final Supplier<Duration> work;
    private final Duration startAfter;
    private final Duration afterFailure;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    /**
     * @param work returns how long to wait before the next time
     * @param afterFailure how long to wait when it throws
     */
    Ticker(String name, Supplier<Duration> work, Duration startAfter, Duration afterFailure) {
        this.name = name;
        this.work = work;
        this.startAfter = startAfter;
        this.afterFailure = afterFailure;
    }

    /** @param work does one batch, and returns whether there may be more */
    static Ticker purging(String name, BooleanSupplier work) {
        return new Ticker(name, () -> work.getAsBoolean() ? PURGE_PAUSE : PURGE_EVERY, PURGE_EVERY, PURGE_EVERY);
    }

    String name() {
        return name;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        thread = Thread.ofPlatform().name("saga-" + name).start(() -> run(stop));
    }

    private void run(CountDownLatch stop) {
        try {
            Duration pause = startAfter;
            while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = tick();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration tick() {
        try {
            return work.get();
        } catch (RuntimeException failed) {
            LOG.warn("{} failed, next try in {}", name, afterFailure, failed);
            return afterFailure;
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(STOP_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }
}
