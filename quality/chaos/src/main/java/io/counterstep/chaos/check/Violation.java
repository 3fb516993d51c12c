package io.counterstep.chaos.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that must hold and does not.
 *
 * @param rule such as {@code I1} or {@code G4}
 * @param orderId whose it is, or null if it is no single order's
 */
public record Violation(
        String rule, @Nullable String orderId, String what) {

    @Override
    public String toString() {
        return rule + (orderId == null ? " " : " order " + orderId + " ") + what;
    }
}
