package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What all commands share that list what matches their filters. */
abstract class ListingCommand extends ClientCommand {

    private static final int DEFAULT_LIMIT = 20;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: " + DEFAULT_LIMIT + ").")
    private @Nullable Integer limit;

    /** As the caller said, else that. */
    final int limit(int otherwise) {
        return limit == null ? otherwise : limit;
    }

    /**
     * @param elements the field of the answer that holds them
     * @param filters the query; null values are left out
     * @param table prints them for people
     */
    final int list(
            Endpoints system,
            URI service,
            String path,
            String elements,
            Map<String, @Nullable String> filters,
            Consumer<ObjectNode> table) {
        return list(system, service, path, elements, filters, (lookedBackTo, found) -> false, table);
    }

    final int list(
            Endpoints system,
            URI service,
            String path,
            String elements,
            Map<String, @Nullable String> filters,
            Pages.Looks looks,
            Consumer<ObjectNode> table) {
        ObjectNode found = new Pages(api(), system).read(service, path, elements, filters, limit(DEFAULT_LIMIT), looks);
        if (json()) {
            print(found);
        } else {
            table.accept(found);
        }
        return ExitCode.OK;
    }
}
