package io.counterstep.core.decide;

/** The names under which a saga's state is stored, searched and shown. */
public enum Status {
    RUNNING,
    COMPENSATING,
    COMPLETED,
    CANCELED,
    NEEDS_ATTENTION,
    PAUSED;

    public boolean isFinal() {
        return this == COMPLETED || this == CANCELED;
    }
}
