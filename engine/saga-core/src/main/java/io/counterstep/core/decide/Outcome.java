package io.counterstep.core.decide;

/** What became of a step; one that has none has not begun, or is waited for. */
public enum Outcome {
    /** It took effect. */
    SUCCEEDED,
    /** It was refused, and has no effect. */
    REFUSED,
    /** It was not done: its condition said so, or an operator did. */
    SKIPPED,
    /** It may have taken effect: its command was given up before the answer came. */
    UNKNOWN,
    /** It is waited for no longer, and has no effect: it was never said, changes nothing, or its condition failed. */
    ABANDONED,
    /** Its effect, if there was one, is undone. */
    COMPENSATED
}
