package io.counterstep.chaos.sabotage;

import java.util.Locale;

/** A guard of the engine that can be taken out of a running service, to show that the checks notice. */
public enum Guard {
    /** The participants remember nothing: every command is executed each time it comes. */
    LEDGER,
    /** A compensation without its request leaves nothing behind, so that the late request is executed. */
    TOMBSTONE,
    /** The saga does not wait for its compensations to be confirmed before it is told CANCELED. */
    CONFIRMATION,
    /** Offsets are committed before what follows from the records was published. */
    PUBLISH_FIRST,
    /** Nothing looks for sagas that wait too long. */
    CHECKS;

    /** As on the command line, such as {@code publish-first}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
