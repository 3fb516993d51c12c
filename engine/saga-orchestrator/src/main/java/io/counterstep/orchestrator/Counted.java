package io.counterstep.orchestrator;

/** What a number says. */
public enum Counted {
    EXACTLY,
    /** Not all were looked at: there may be more. */
    AT_LEAST
}
