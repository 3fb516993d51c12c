package io.counterstep.fulfilment.orchestrator.console;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which sagas are looked for, as it stands in the address of the page. What the values mean the API says.
 *
 * @param given the filters that have a value, by the API's own names
 */
record SearchFilter(Map<String, String> given) {

    /** The states, in the order in which they are offered. */
    static final List<String> STATES =
            List.of("RUNNING", "COMPENSATING", "NEEDS_ATTENTION", "PAUSED", "COMPLETED", "CANCELED");

    private static final List<String> FINAL = List.of("COMPLETED", "CANCELED");

    /** Those of them in which something can still be done, in that order. */
    static final List<String> UNFINISHED =
            STATES.stream().filter(it -> !FINAL.contains(it)).toList();

    private static final String STATE = "state";

    /** All but the state, in the order in which they are offered. */
    private static final List<String> FIELDS =
            List.of("key", "definition", "version", "step", "participant", "text", "minAge", "maxAge");

    static SearchFilter of(MultiValueMap<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        // a box for each state, or a list of them in one value
        String states = parameters.getOrDefault(STATE, List.of()).stream()
                .flatMap(it -> Arrays.stream(it.split(",")))
                .filter(it -> !it.isBlank())
                .distinct()
                .collect(Collectors.joining(","));
        if (!states.isEmpty()) {
            given.put(STATE, states);
        }
        for (String field : FIELDS) {
            String value = parameters.getFirst(field);
            if (value != null && !value.isBlank()) {
                given.put(field, value.strip());
            }
        }
        return new SearchFilter(given);
    }

    /** A field of the form. */
    record Field(String name, String value) {}

    public List<Field> fields() {
        return FIELDS.stream()
                .map(it -> new Field(it, given.getOrDefault(it, "")))
                .toList();
    }

    /** A value of a field that may be chosen. */
    record Choice(String value, String label, boolean chosen) {}

    List<Choice> states(Words words) {
        List<String> chosen = List.of(given.getOrDefault(STATE, "").split(","));
        return STATES.stream()
                .map(it -> new Choice(it, words.label(STATE, it), chosen.contains(it)))
                .toList();
    }

    /**
     * Those of them that something can be done to. Of all states of these none has to be named.
     *
     * @return null if it asks for none of them, or would ask for whatever there is
     */
    @Nullable
    SearchFilter unfinished() {
        Map<String, String> unfinished = new LinkedHashMap<>(given);
        String chosen = given.get(STATE);
        if (chosen != null) {
            List<String> states = Arrays.stream(chosen.split(","))
                    .filter(it -> !FINAL.contains(it))
                    .toList();
            if (states.isEmpty()) {
                return null;
            }
            if (Set.copyOf(states).equals(Set.copyOf(UNFINISHED))) {
                unfinished.remove(STATE);
            } else {
                unfinished.put(STATE, String.join(",", states));
            }
        }
        return unfinished.isEmpty() ? null : new SearchFilter(unfinished);
    }

    /** The path with this filter. */
    String href(String path) {
        return Href.of(path, given);
    }

    /** The path with another parameter before this filter. */
    String href(String path, String name, String value) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(name, value);
        query.putAll(given);
        return Href.of(path, query);
    }
}
