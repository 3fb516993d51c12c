package io.counterstep.fulfilment.orchestrator.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What happened to a saga, the oldest first, with what it waited for in between.
 *
 * @param problem why the messages' bodies are missing; null if they are not
 */
record Timeline(List<Entry> entries, Answer.@Nullable Problem problem) {

    /** What takes at least so long is a gap that is explained. */
    static final Duration GAP = Duration.ofSeconds(1);

    private static final List<String> FINAL = List.of("COMPLETED", "CANCELED");

    sealed interface Entry {

        /** For templates, which know no types. */
        default boolean isGap() {
            return this instanceof Gap;
        }
    }

    /** A time in which nothing happened, and why. */
    record Gap(String length, String why) implements Entry {}

    /** @param toStart how long after the start */
    record Happened(
            String at,
            String toStart,
            String kind,
            String step,
            String from,
            String to,
            String detail,
            List<Message> messages)
            implements Entry {}

    /**
     * A message that came or went.
     *
     * @param body empty if it is not told
     */
    record Message(boolean in, String type, String topic, String id, String attempts, String note, String body) {}

    /** @param waits what the saga waits for now, in words; empty if it is over, or that is not told */
    static Timeline of(JsonNode history, Answer messages, String waits, Visit visit) {
        Map<Long, List<JsonNode>> byRevision = new HashMap<>();
        for (JsonNode it : ApiJson.list(messages.orEmpty(), "messages")) {
            byRevision
                    .computeIfAbsent(ApiJson.number(it, "revision"), revision -> new ArrayList<>())
                    .add(it);
        }
        List<Entry> entries = new ArrayList<>();
        GapReason reason = new GapReason(visit.words());
        Instant start = null;
        Instant last = null;
        for (JsonNode transition : ApiJson.list(history, "transitions")) {
            Instant at = ApiJson.instant(transition, "at");
            start = start == null ? at : start;
            gap(entries, last, at, reason.until(transition), visit.words());
            List<JsonNode> told = byRevision.getOrDefault(ApiJson.number(transition, "revision"), List.of());
            entries.add(happened(transition, told, start, at, visit.words()));
            reason.after(transition);
            last = at == null ? last : at;
        }
        if (!FINAL.contains(reason.state())) {
            gap(entries, last, visit.now(), waits, visit.words());
        }
        return new Timeline(entries, messages instanceof Answer.Problem problem ? problem : null);
    }

    private static void gap(
            List<Entry> entries, @Nullable Instant from, @Nullable Instant to, String why, Words words) {
        if (from != null && to != null) {
            Duration length = Duration.between(from, to);
            if (length.compareTo(GAP) >= 0) {
                entries.add(new Gap(words.duration(length), why));
            }
        }
    }

    private static Happened happened(
            JsonNode it, List<JsonNode> told, @Nullable Instant start, @Nullable Instant at, Words words) {
        boolean first = start == null || at == null || start.equals(at);
        String from = ApiJson.text(it, "from");
        String to = ApiJson.text(it, "to");
        return new Happened(
                words.momentOrEmpty(at),
                first ? "" : words.text("timeline.after", words.duration(Duration.between(start, at))),
                words.label("transition", ApiJson.text(it, "kind")),
                ApiJson.text(it, "step"),
                from.equals(to) ? "" : words.label("state", from),
                from.equals(to) ? "" : words.label("state", to),
                ApiJson.text(it, "detail"),
                told.isEmpty()
                        ? named(it)
                        : told.stream().map(message -> message(message, words)).toList());
    }

    /** What the history names where the messages themselves are not told. */
    private static List<Message> named(JsonNode transition) {
        List<Message> named = new ArrayList<>();
        String came = ApiJson.text(transition, "message");
        if (!came.isEmpty()) {
            named.add(new Message(true, came, "", "", "", "", ""));
        }
        ApiJson.texts(transition, "commands").forEach(it -> named.add(new Message(false, it, "", "", "", "", "")));
        return named;
    }

    private static Message message(JsonNode it, Words words) {
        JsonNode body = ApiJson.child(it, "body");
        long attempts = ApiJson.number(it, "attempts");
        return new Message(
                ApiJson.text(it, "direction").equals("IN"),
                ApiJson.text(it, "type"),
                ApiJson.text(it, "topic"),
                ApiJson.text(it, "id"),
                attempts > 1 ? words.text("timeline.attempts", words.number(attempts)) : "",
                ApiJson.text(it, "note"),
                body == null ? "" : ApiJson.pretty(body));
    }
}
