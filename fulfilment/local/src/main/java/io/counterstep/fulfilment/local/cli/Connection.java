package io.counterstep.fulfilment.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the system is: ports, else what the launcher wrote down, else the default ports. */
final class Connection {

    static final Path DEFAULT_DATA = Path.of(".counterstep");
    static final String RUNNING_FILE = "running.json";

    /** The highest offset at which every default port is still a port. */
    private static final int MAX_OFFSET = 65_535 - Endpoints.KAFKA_PORT;

    @Option(names = "--port-offset", paramLabel = "N", description = "The system's ports are the default ones plus N.")
    private @Nullable Integer portOffset;

    @Option(names = "--data", paramLabel = "DIR", description = "The system's data folder (default: .counterstep).")
    private @Nullable Path data;

    /** Whether the caller said which system he means; then no other will do. */
    boolean isExplicit() {
        return portOffset != null || data != null;
    }

    /** The system's data folder, named or not. */
    Path data() {
        return data == null ? DEFAULT_DATA : data;
    }

    /** Null if the caller named none. */
    @Nullable
    Integer offset() {
        return portOffset;
    }

    /** @throws Unreachable if the named data folder knows of no running system */
    Endpoints endpoints() {
        if (portOffset != null) {
            if (portOffset < 0 || portOffset > MAX_OFFSET) {
                throw CliFailure.usage(
                        "--port-offset must be between 0 and " + MAX_OFFSET + ", was " + portOffset, null);
            }
            return Endpoints.offsetBy(portOffset, "--port-offset " + portOffset);
        }
        Path file = data().resolve(RUNNING_FILE);
        if (Files.exists(file)) {
            return Endpoints.from(file);
        }
        if (data != null) {
            throw new Unreachable("no system runs on the data in " + data + " (there is no " + file + ")", null);
        }
        return Endpoints.offsetBy(0, "the default ports");
    }
}
