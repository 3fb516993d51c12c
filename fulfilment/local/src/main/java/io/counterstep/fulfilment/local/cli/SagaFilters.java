package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sagas: the filters of the orchestrator, which also says whether they make sense. */
final class SagaFilters {

    static final List<String> STATES =
            List.of("RUNNING", "COMPENSATING", "COMPLETED", "CANCELED", "NEEDS_ATTENTION", "PAUSED");

    /** For the completion of {@code --state}. */
    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return STATES.iterator();
        }
    }

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            completionCandidates = States.class,
            description =
                    "RUNNING, COMPENSATING, COMPLETED, CANCELED, NEEDS_ATTENTION or PAUSED; several with commas between.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--step", paramLabel = "STEP", description = "Only those at this step, for example payment.")
    private @Nullable String step;

    @Option(names = "--definition", paramLabel = "NAME", description = "Only this definition's, e.g. fulfil-order.")
    private @Nullable String definition;

    @Option(names = "--definition-version", paramLabel = "N", description = "Only those of this version of it.")
    private @Nullable Integer definitionVersion;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this business key's, e.g. an order id.")
    private @Nullable String key;

    @Option(names = "--participant", paramLabel = "NAME", description = "Only those that wait for this participant.")
    private @Nullable String participant;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this in their reason.")
    private @Nullable String text;

    @Option(names = "--min-age", paramLabel = "TIME", description = "Only those at least so old, e.g. 30s or PT5M.")
    private @Nullable String minAge;

    @Option(names = "--max-age", paramLabel = "TIME", description = "Only those at most so old, e.g. 1h.")
    private @Nullable String maxAge;

    /** The query; null where nothing is asked for. */
    Map<String, @Nullable String> query() {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put("state", String.join(",", states).toUpperCase(Locale.ROOT));
        query.put("step", step);
        query.put("definition", definition);
        query.put("version", definitionVersion == null ? null : definitionVersion.toString());
        query.put("key", key);
        query.put("participant", participant);
        query.put("text", text);
        query.put("minAge", minAge);
        query.put("maxAge", maxAge);
        return query;
    }
}
