package io.counterstep.fulfilment.local.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a message for the caller and an {@link ExitCode}; anything else that is thrown is a bug. */
sealed class CliFailure extends RuntimeException permits Unreachable {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    CliFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static CliFailure usage(String message, @Nullable Throwable cause) {
        return new CliFailure(ExitCode.USAGE, message, cause);
    }

    int exitCode() {
        return exitCode;
    }
}
