package io.counterstep.testing;

/** An invariant that does not hold, by the guarantee's name. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    Violation(String guarantee, String what) {
        super(guarantee + ": " + what);
    }
}
