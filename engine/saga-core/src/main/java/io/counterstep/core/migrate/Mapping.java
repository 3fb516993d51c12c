package io.counterstep.core.migrate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What became of the steps.
 *
 * @param renamed the new names by the former ones
 * @param leftOut new steps that are not done any more by sagas that are past them
 */
record Mapping(Map<String, String> renamed, Set<String> leftOut) {

    static final Mapping NONE = new Mapping(Map.of(), Set.of());

    Mapping {
        renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
        leftOut = Collections.unmodifiableSet(new LinkedHashSet<>(leftOut));
    }

    /** What the step is called now. */
    String now(String step) {
        return renamed.getOrDefault(step, step);
    }
}
