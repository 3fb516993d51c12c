package io.counterstep.fulfilment.orchestrator.console;

/** What has become of a step of one saga, as its diagram shows it. */
enum StepState {
    /** It took effect, and nothing is to be undone. */
    DONE,
    /** Its answer is awaited. */
    RUNNING,
    /** It took effect, and the saga will undo it. */
    TO_UNDO,
    /** Its undoing is awaited. */
    UNDOING,
    UNDONE,
    REFUSED,
    SKIPPED,
    /** It was given up before its answer came, so it may have taken effect. */
    UNKNOWN,
    /** It is waited for no longer, and has no effect. */
    ABANDONED,
    /** It is awaited, and a person has to look. */
    STUCK,
    /** The saga has not come to it yet. */
    TO_COME,
    /** The saga will not come to it any more. */
    NEVER
}
