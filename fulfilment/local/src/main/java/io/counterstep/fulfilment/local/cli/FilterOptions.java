package io.counterstep.fulfilment.local.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Which sagas: the filters of the orchestrator, which also says whether they make sense. */
abstract class FilterOptions {

    @Option(names = "--definition", paramLabel = "NAME", description = "Only this definition's, e.g. fulfil-order.")
    private @Nullable String definition;

    @Option(names = "--definition-version", paramLabel = "N", description = "Only those of this version of it.")
    private @Nullable Integer version;

    @Option(names = "--step", paramLabel = "STEP", description = "Only those at this step, for example payment.")
    private @Nullable String step;

    @Option(names = "--participant", paramLabel = "NAME", description = "Only those that wait for this participant.")
    private @Nullable String participant;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this text in their reason.")
    private @Nullable String text;

    @Option(names = "--min-age", paramLabel = "TIME", description = "Only those at least so old, e.g. 30s or PT5M.")
    private @Nullable String minAge;

    @Option(names = "--max-age", paramLabel = "TIME", description = "Only those at most so old, e.g. 1h.")
    private @Nullable String maxAge;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this business key's, e.g. an order id.")
    private @Nullable String key;

    /** As the orchestrator knows it; null for any. */
    abstract @Nullable String state();

    /** States in one value, as the orchestrator takes them; null if there are none. */
    static @Nullable String joined(List<String> states) {
        return states.isEmpty() ? null : Texts.upperCase(String.join(",", states));
    }

    final @Nullable String step() {
        return step;
    }

    /** What is asked for, by the orchestrator's own names. */
    final ObjectNode json() {
        ObjectNode filter = Json.object();
        put(filter, "state", state());
        put(filter, "definition", definition);
        if (version != null) {
            filter.put("version", version);
        }
        put(filter, "step", step);
        put(filter, "participant", participant);
        put(filter, "text", text);
        put(filter, "minAge", minAge);
        put(filter, "maxAge", maxAge);
        put(filter, "key", key);
        return filter;
    }

    private static void put(ObjectNode filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }
}
