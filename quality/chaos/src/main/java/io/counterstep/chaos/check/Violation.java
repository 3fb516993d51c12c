package io.counterstep.chaos.check;

/**
 * Something that must not be.
 *
 * @param orderId empty if it is about no single order
 */
public record Violation(Invariant invariant, String orderId, String what) {

    @Override
    public String toString() {
        return invariant + (orderId.isEmpty() ? "" : " order " + orderId) + ": " + what;
    }
}
