package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What all commands share that list what matches their filters. */
abstract class ListingCommand extends ViewCommand {

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
     * @param lines shows them to people
     */
    final View list(
            Endpoints system,
            URI service,
            String path,
            String elements,
            Map<String, @Nullable String> filters,
            Function<ObjectNode, List<String>> lines) {
        return list(system, service, path, elements, filters, (lookedBackTo, found) -> false, lines);
    }

    final View list(
            Endpoints system,
            URI service,
            String path,
            String elements,
            Map<String, @Nullable String> filters,
            Pages.Looks looks,
            Function<ObjectNode, List<String>> lines) {
        ObjectNode found = new Pages(api(), system).read(service, path, elements, filters, limit(DEFAULT_LIMIT), looks);
        return View.of(found, () -> lines.apply(found));
    }
}
