package io.counterstep.fulfilment.local.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how often which text was met; a bounded number of texts is told apart. Thread-safe. */
final class Tally {

    static final int MAX_TEXTS = 10;
    static final int MAX_LENGTH = 200;
    static final String OTHERS = "others";

    private final Map<String, Long> counts = new LinkedHashMap<>();

    synchronized void count(String text) {
        String known = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        boolean room = counts.containsKey(known) || counts.size() < MAX_TEXTS;
        counts.merge(room ? known : OTHERS, 1L, Long::sum);
    }

    synchronized Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }
}
