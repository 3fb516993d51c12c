package io.counterstep.fulfilment.orchestrator.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses with a query. */
final class Href {

    private Href() {}

    /** @param query parameters in their order; empty ones are left out */
    static String of(String path, Map<String, String> query) {
        String encoded = query.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                .collect(Collectors.joining("&"));
        return encoded.isEmpty() ? path : path + "?" + encoded;
    }

    /** The next page of a list; null after the last. */
    static @Nullable String next(String path, Map<String, String> query, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        Map<String, String> next = new LinkedHashMap<>(query);
        next.put("cursor", cursor);
        return of(path, next);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
