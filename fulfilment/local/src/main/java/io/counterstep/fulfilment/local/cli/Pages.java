package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a list that comes in pages, as far as wanted. A page of sagas may end before it is full, since the orchestrator
 * looks through so many sagas at once; it then says how far it has looked back.
 */
final class Pages {

    /** What a service is asked for at once. */
    private static final int PAGE = 100;

    static final int MAX_LIMIT = 10_000;

    /** How often one list looks further; at 20,000 sagas a look, 20 million of them. */
    static final int MAX_LOOKS = 1_000;

    /** Told whenever a look ended early and goes on. */
    interface Looks {

        /** @return whether to go on behind that */
        boolean goOn(String lookedBackTo, int found);
    }

    private final Api api;
    private final Endpoints system;

    Pages(Api api, Endpoints system) {
        this.api = api;
        this.system = system;
    }

    /**
     * @param filters the query; null and empty values are left out
     * @return {@code {"<list>":[…],"nextCursor":…}} with at most {@code limit} elements; the cursor is null if there
     *     are no more; {@code lookedBackTo} as the last page says, if it says anything
     */
    ObjectNode read(URI base, String path, String list, Map<String, @Nullable String> filters, int limit) {
        return read(base, path, list, filters, limit, (lookedBackTo, found) -> false);
    }

    ObjectNode read(URI base, String path, String list, Map<String, @Nullable String> filters, int limit, Looks looks) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw CliFailure.usage("--limit must be between 1 and " + MAX_LIMIT + ", was " + limit, null);
        }
        ObjectNode all = Json.object();
        ArrayNode elements = all.putArray(list);
        String cursor = null;
        int looked = 0;
        boolean more;
        do {
            Map<String, @Nullable String> query = new LinkedHashMap<>();
            query.put("limit", String.valueOf(Math.min(PAGE, limit - elements.size())));
            query.putAll(filters);
            query.put("cursor", cursor);
            JsonNode page = api.get(system, base, path + Query.of(query));
            page.path(list).forEach(elements::add);
            cursor = Json.text(page, "nextCursor");
            more = cursor != null && elements.size() < limit;
            if (page.has("lookedBackTo")) {
                all.set("lookedBackTo", page.path("lookedBackTo"));
            }
            String lookedBackTo = Json.text(page, "lookedBackTo");
            if (lookedBackTo == null) {
                cursor = page.path(list).isEmpty() ? null : cursor;
                more &= cursor != null;
            } else if (more) {
                more = ++looked < MAX_LOOKS && looks.goOn(lookedBackTo, elements.size());
            }
        } while (more);
        return all.put("nextCursor", cursor);
    }
}
