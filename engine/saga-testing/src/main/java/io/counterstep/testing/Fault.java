package io.counterstep.testing;

/** What a simulation may do to the messages and processes of a system. */
public enum Fault {
    /** The record arrives twice, as two records. */
    DUPLICATE,
    /** The record never arrives. */
    LOSS,
    /** Records overtake each other. */
    REORDERING,
    /** Time passes while records are on their way, up to deadlines and beyond. */
    SLOWNESS,
    /** The receiver dies before its transaction commits: the same record is delivered again, as if for the first time. */
    CRASH_BEFORE_COMMIT,
    /** The receiver dies after the commit: nothing is published, and the same record is delivered again. */
    CRASH_AFTER_COMMIT,
    /** The receiver dies after publishing, before it commits its offsets: the same record is delivered again. */
    CRASH_AFTER_PUBLISH,
    /** A handler throws: nothing happens, and a technical failure is answered. */
    TECHNICAL_FAILURE,
    /** The customer wishes to cancel, at any moment. */
    CANCEL_WISH
}
