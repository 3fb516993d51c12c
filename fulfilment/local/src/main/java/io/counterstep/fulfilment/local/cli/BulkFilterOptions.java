package io.counterstep.fulfilment.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sagas an operation on many is about: none that is over, and all in one state. */
final class BulkFilterOptions extends FilterOptions {

    @Option(names = "--state", paramLabel = "STATE", description = "RUNNING, COMPENSATING, NEEDS_ATTENTION or PAUSED.")
    private @Nullable String state;

    @Override
    @Nullable
    String state() {
        return Texts.upperCase(state);
    }
}
