package io.counterstep.benchmarks;

/** What becomes of a saga of the load: three of ten fail, each of these at another step. */
public enum Fate {
    SUCCEEDS(0),
    FAILS_AT_FIRST(1),
    FAILS_AT_SECOND(2),
    FAILS_AT_THIRD(3);

    private final int refusingStep;

    Fate(int refusingStep) {
        this.refusingStep = refusingStep;
    }

    /** The same for the same number, in every system and every run. */
    public static Fate of(long saga) {
        return switch ((int) (saga % 10)) {
            case 2 -> FAILS_AT_FIRST;
            case 5 -> FAILS_AT_SECOND;
            case 8 -> FAILS_AT_THIRD;
            default -> SUCCEEDS;
        };
    }

    /** The step, counted from 1, that refuses; 0 if none does. */
    public int refusingStep() {
        return refusingStep;
    }
}
