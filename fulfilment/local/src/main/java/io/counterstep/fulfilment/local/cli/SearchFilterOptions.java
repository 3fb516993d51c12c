package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sagas a search is about. */
final class SearchFilterOptions extends FilterOptions {

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

    @Override
    @Nullable
    String state() {
        return joined(states);
    }

    /** What is asked for, as a query. */
    Map<String, @Nullable String> query() {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        json().properties().forEach(it -> query.put(it.getKey(), it.getValue().asString()));
        return query;
    }
}
