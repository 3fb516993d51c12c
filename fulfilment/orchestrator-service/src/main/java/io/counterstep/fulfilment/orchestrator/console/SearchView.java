package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of a search.
 *
 * @param next where the next page is; null after the last
 * @param lookedBackTo how far back this look went, if there is more behind; null if it found its fill or came to the end
 */
record SearchView(
        List<Row> rows, @Nullable String next, @Nullable String lookedBackTo) {

    /** A saga in a list. */
    record Row(
            String id,
            String definition,
            String state,
            String stateLabel,
            String step,
            String reason,
            String started,
            String startedAt,
            String changed,
            String changedAt) {}

    static SearchView of(JsonNode answer, SearchFilter filter, Visit visit) {
        String cursor = ApiJson.textOrNull(answer, "nextCursor");
        Instant lookedBackTo = ApiJson.instant(answer, "lookedBackTo");
        return new SearchView(
                ApiJson.list(answer, "sagas").stream().map(it -> row(it, visit)).toList(),
                cursor == null ? null : filter.href("/console/sagas", "cursor", cursor),
                lookedBackTo == null ? null : visit.words().moment(lookedBackTo));
    }

    private static Row row(JsonNode saga, Visit visit) {
        Words words = visit.words();
        String state = ApiJson.text(saga, "state");
        Instant started = ApiJson.instant(saga, "startedAt");
        Instant changed = ApiJson.instant(saga, "updatedAt");
        return new Row(
                ApiJson.text(saga, "id"),
                ApiJson.text(saga, "definition") + " " + ApiJson.text(saga, "version"),
                state,
                words.label("state", state),
                ApiJson.text(saga, "step"),
                ApiJson.text(saga, "reason"),
                words.sinceOrEmpty(started, visit.now()),
                words.momentOrEmpty(started),
                words.sinceOrEmpty(changed, visit.now()),
                words.momentOrEmpty(changed));
    }
}
