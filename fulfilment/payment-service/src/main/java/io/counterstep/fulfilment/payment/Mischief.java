package io.counterstep.fulfilment.payment;

import java.util.BitSet;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What goes wrong on purpose, for the demo: nothing, or each n-th payment is refused. Kept in memory: another process
 * counts for itself, and a start ends it. Thread-safe.
 */
@Component
@Profile("demo")
class Mischief {

    static final int NONE = 0;
    static final int MIN_EVERY = 2;
    static final int MAX_EVERY = 100;

    private int refuseEvery = NONE;
    private long seen;

    synchronized int refuseEvery() {
        return refuseEvery;
    }

    /**
     * Counts anew.
     *
     * @param every {@link #NONE}, or from {@link #MIN_EVERY} to {@link #MAX_EVERY}
     * @throws IllegalArgumentException if it is neither
     */
    synchronized void refuseEvery(int every) {
        if (every != NONE && (every < MIN_EVERY || every > MAX_EVERY)) {
            throw new IllegalArgumentException("refuseEvery must be " + NONE + " for none, or from " + MIN_EVERY
                    + " to " + MAX_EVERY + ", was " + every);
        }
        refuseEvery = every;
        seen = 0;
    }

    /** Which of the next so many requests are to be refused, by their positions. */
    synchronized BitSet next(int requests) {
        BitSet refused = new BitSet(requests);
        if (refuseEvery == NONE) {
            return refused;
        }
        for (int position = 0; position < requests; position++) {
            refused.set(position, ++seen % refuseEvery == 0);
        }
        return refused;
    }
}
