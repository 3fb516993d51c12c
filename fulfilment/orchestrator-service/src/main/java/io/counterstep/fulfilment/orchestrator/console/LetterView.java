package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A dead letter.
 *
 * @param source where the record stood: topic/partition/offset
 * @param saga the saga that it is about; empty if that cannot be told
 * @param shortened how many bytes it had, if only the beginning is kept; empty if all of it is
 * @param body empty if it has none that is text
 * @param raw its whole body as it is, for editing
 * @param deeds what can be done about it in its state, by the API's names
 */
record LetterView(
        String id,
        String state,
        String stateLabel,
        String source,
        String key,
        String type,
        String saga,
        String reason,
        String died,
        String diedAt,
        String stack,
        String shortened,
        String body,
        String raw,
        List<DeedView.Fact> headers,
        List<Line> history,
        List<String> deeds) {

    /** What was done about it. */
    record Line(String at, String kind, String by, String why, String before) {}

    static LetterView of(JsonNode letter, Visit visit) {
        Words words = visit.words();
        String state = ApiJson.text(letter, "state");
        Instant died = ApiJson.instant(letter, "diedAt");
        String raw = ApiJson.text(letter, "body");
        String shortened = ApiJson.text(letter, "shortened");
        return new LetterView(
                ApiJson.text(letter, "id"),
                state,
                words.label("state", state),
                ApiJson.text(letter, "source"),
                ApiJson.text(letter, "key"),
                ApiJson.text(letter, "type"),
                ApiJson.text(letter, "saga"),
                ApiJson.text(letter, "reason"),
                words.sinceOrEmpty(died, visit.now()),
                words.momentOrEmpty(died),
                ApiJson.text(letter, "stack"),
                shortened,
                raw.isEmpty() ? "" : ApiJson.pretty(letter.path("body")),
                raw,
                letter.path("headers").properties().stream()
                        .map(it -> new DeedView.Fact(it.getKey(), ApiJson.text(it.getValue())))
                        .toList(),
                ApiJson.list(letter, "history").stream()
                        .map(it -> line(it, words))
                        .toList(),
                deeds(state, !shortened.isEmpty()));
    }

    private static Line line(JsonNode it, Words words) {
        Instant at = ApiJson.instant(it, "at");
        return new Line(
                words.momentOrEmpty(at),
                words.label("letter", ApiJson.text(it, "kind")),
                ApiJson.text(it, "by"),
                ApiJson.text(it, "why"),
                ApiJson.text(it, "before"));
    }

    /** @param shortened what is not whole is edited before it is replayed */
    private static List<String> deeds(String state, boolean shortened) {
        return switch (state) {
            case "PARKED" -> shortened ? List.of("edit", "discard") : List.of("replay", "edit", "discard");
            case "REPLAYING" -> List.of("hold");
            default -> List.of();
        };
    }
}
