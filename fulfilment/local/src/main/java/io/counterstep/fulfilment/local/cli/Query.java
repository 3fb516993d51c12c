package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query of a URL. */
final class Query {

    private Query() {}

    /** With its question mark, in the map's order, without null and empty values; empty if there are no others. */
    static String of(Map<String, @Nullable String> values) {
        String query = values.entrySet().stream()
                .filter(it -> it.getValue() != null && !it.getValue().isEmpty())
                .map(it -> it.getKey() + "=" + Api.encode(String.valueOf(it.getValue())))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
