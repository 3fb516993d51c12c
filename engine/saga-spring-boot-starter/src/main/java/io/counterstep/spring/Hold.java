package io.counterstep.spring;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What one request holds of a bound that all share; given back once, whoever comes first. Thread-safe. */
final class Hold {

    private final Semaphore shared;
    private final AtomicInteger held = new AtomicInteger();

    Hold(Semaphore shared) {
        this.shared = shared;
    }

    /** @return false if there is not as much left; then nothing is taken */
    boolean take(int permits) {
        if (!shared.tryAcquire(permits)) {
            return false;
        }
        held.addAndGet(permits);
        return true;
    }

    boolean isEmpty() {
        return held.get() == 0;
    }

    /** All of it; nothing if it was given back before. */
    void giveBack() {
        shared.release(held.getAndSet(0));
    }
}
