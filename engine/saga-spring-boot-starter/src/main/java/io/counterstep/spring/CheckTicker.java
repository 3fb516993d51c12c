package io.counterstep.spring;

import io.counterstep.orchestrator.Checks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks for due sagas again and again: at once while a look finds its limit, else after the pause. */
final class CheckTicker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CheckTicker.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Checks checks;
    private final Duration every;
    private final int limit;
    private final Duration startAfter;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    CheckTicker(Checks checks, Duration every, int limit, Duration startAfter) {
        this.startAfter = startAfter;
        this.checks = checks;
        this.every = every;
        this.limit = limit;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        thread = Thread.ofPlatform().name("saga-checks").start(() -> run(stop));
    }

    private void run(CountDownLatch stop) {
        try {
            Duration pause = startAfter;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = tick() ? Duration.ZERO : every;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tick() {
        try {
            return checks.tick() == limit;
        } catch (RuntimeException failed) {
            LOG.warn("cannot look for due sagas, next try in {}", every, failed);
            return false;
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
