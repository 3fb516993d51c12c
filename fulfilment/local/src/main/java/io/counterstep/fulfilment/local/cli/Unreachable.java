package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Nothing answers where the system should be. */
final class Unreachable extends CliFailure {

    private static final long serialVersionUID = 1;

    private final String found;

    Unreachable(String found, @Nullable Throwable cause) {
        super(ExitCode.UNREACHABLE, found + ": start it with ./counterstep up", cause);
        this.found = found;
    }

    /** The fact without the advice. */
    String found() {
        return found;
    }

    static Unreachable at(URI base, String origin, Throwable cause) {
        return new Unreachable("nothing answers at " + base + " (address from " + origin + ")", cause);
    }
}
