package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sagas an operation on many is about: none that is over. */
final class BulkFilterOptions extends FilterOptions {

    /** Not split: what stands between commas, or does not, is for the orchestrator to refuse. */
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "RUNNING, COMPENSATING, NEEDS_ATTENTION or PAUSED; several with commas between.")
    private List<String> states = new ArrayList<>();

    @Override
    @Nullable
    String state() {
        return joined(states);
    }
}
