package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a list that comes in pages, as far as wanted. */
final class Pages {

    /** What a service is asked for at once. */
    private static final int PAGE = 100;

    static final int MAX_LIMIT = 10_000;

    private final Api api;
    private final Endpoints system;

    Pages(Api api, Endpoints system) {
        this.api = api;
        this.system = system;
    }

    /**
     * @param filters the query; null and empty values are left out
     * @return {@code {"<list>":[…],"nextCursor":…}} with at most {@code limit} elements; the cursor is null if there
     *     are no more
     */
    ObjectNode read(URI base, String path, String list, Map<String, @Nullable String> filters, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw CliFailure.usage("--limit must be between 1 and " + MAX_LIMIT + ", was " + limit, null);
        }
        ObjectNode all = Json.object();
        ArrayNode elements = all.putArray(list);
        String cursor = null;
        do {
            int wanted = Math.min(PAGE, limit - elements.size());
            JsonNode page = api.get(system, base, path + query(filters, wanted, cursor));
            page.path(list).forEach(elements::add);
            // a search that looked at as many rows as it may goes on, even if it found nothing there
            boolean ended = page.path(list).isEmpty() && Json.text(page, "lookedBackTo") == null;
            cursor = ended ? null : Json.text(page, "nextCursor");
        } while (cursor != null && elements.size() < limit);
        return all.put("nextCursor", cursor);
    }

    private static String query(Map<String, @Nullable String> filters, int limit, @Nullable String cursor) {
        StringBuilder query = new StringBuilder("?limit=" + limit);
        filters.forEach((name, value) -> append(query, name, value));
        append(query, "cursor", cursor);
        return query.toString();
    }

    private static void append(StringBuilder query, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            query.append('&').append(name).append('=').append(Api.encode(value));
        }
    }
}
