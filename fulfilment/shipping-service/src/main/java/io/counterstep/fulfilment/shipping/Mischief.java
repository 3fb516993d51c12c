package io.counterstep.fulfilment.shipping;

import java.time.Duration;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What goes wrong on purpose, for the demo: nothing, or each batch is answered later. Kept in memory: a start ends it.
 * Thread-safe.
 */
@Component
@Profile("demo")
class Mischief {

    static final Duration MAX_SLOW_BY = Duration.ofSeconds(10);

    /** How time is waited for; tests have their own. */
    interface Pause {
        void last(Duration time) throws InterruptedException;
    }

    private final Pause pause;
    private volatile Duration slowBy = Duration.ZERO;

    Mischief() {
        this(Thread::sleep);
    }

    Mischief(Pause pause) {
        this.pause = pause;
    }

    Duration slowBy() {
        return slowBy;
    }

    /**
     * @param time from zero, which is none, to {@link #MAX_SLOW_BY}
     * @throws IllegalArgumentException if it is longer or negative
     */
    void slowBy(Duration time) {
        if (time.isNegative() || time.compareTo(MAX_SLOW_BY) > 0) {
            throw new IllegalArgumentException(
                    "slowBy must be from 0s for none to " + MAX_SLOW_BY.toSeconds() + "s, was " + time);
        }
        slowBy = time;
    }

    /** Takes its time; at a shutdown less, since what throws here would become a dead letter. */
    void slowDown() {
        Duration time = slowBy;
        if (time.isZero()) {
            return;
        }
        try {
            pause.last(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
