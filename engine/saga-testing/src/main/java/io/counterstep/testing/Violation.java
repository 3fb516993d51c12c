package io.counterstep.testing;

/** An invariant that does not hold, by the guarantee's name. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String guarantee;

    Violation(String guarantee, String what) {
        super(guarantee + ": " + what);
        this.guarantee = guarantee;
    }

    String guarantee() {
        return guarantee;
    }
}
