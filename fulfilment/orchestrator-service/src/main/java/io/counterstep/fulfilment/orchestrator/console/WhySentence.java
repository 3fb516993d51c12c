package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Says the API's reasons in the reader's language. A reason that is not known here is said as the API says it. */
final class WhySentence {

    private WhySentence() {}

    static String of(JsonNode why, Visit visit) {
        String waits = ofWaits(why, visit);
        return waits.isEmpty()
                ? visit.words().text("why.over", visit.words().label("state", ApiJson.text(why, "state")))
                : waits;
    }

    /** The most pressing of what it waits for; empty if it waits for nothing. */
    static String ofWaits(JsonNode why, Visit visit) {
        Words words = visit.words();
        List<JsonNode> waits = ApiJson.list(why, "waits");
        if (waits.isEmpty()) {
            return "";
        }
        String first = of(mostPressing(waits), words, visit.now());
        return waits.size() == 1 ? first : words.text("why.and-more", first, words.number(waits.size() - 1));
    }

    private static JsonNode mostPressing(List<JsonNode> waits) {
        return Arrays.stream(WaitReason.values())
                .flatMap(reason -> waits.stream().filter(it -> reason.name().equals(ApiJson.text(it, "reason"))))
                .findFirst()
                .orElse(waits.getFirst());
    }

    /** Of one thing that it waits for. */
    static String of(JsonNode wait, Words words, Instant now) {
        WaitReason reason = WaitReason.of(ApiJson.text(wait, "reason"));
        return reason == null
                ? ApiJson.text(wait, "sentence")
                : words.text(
                        reason.key(),
                        ApiJson.text(wait, "step"),
                        sent(wait.path("command"), words, now),
                        whom(reason, wait, words));
    }

    private static String sent(JsonNode command, Words words, Instant now) {
        String type = ApiJson.text(command, "type");
        Instant last = ApiJson.instant(command, "lastSaidAt");
        return last == null ? type : words.text("why.sent", type, words.since(last, now));
    }

    /** On whom or what it depends, where the reason does not say that by itself. */
    private static String whom(WaitReason reason, JsonNode wait, Words words) {
        return switch (reason) {
            case HELD_BY_GATE -> gate(wait, words);
            case FAILED_AND_RETRIED -> ApiJson.text(wait.path("command"), "participant");
            case CHILD -> ApiJson.text(wait.path("child"), "saga");
            case AWAITS_EVENT -> String.join(", ", ApiJson.texts(wait, "answers"));
            case STUCK, PAUSED, DEAD_LETTER, VERSION_NOT_HERE, NOT_READ, NOT_ANSWERED, SENT -> "";
        };
    }

    private static String gate(JsonNode wait, Words words) {
        JsonNode gate = wait.path("gate");
        return gate.isObject()
                ? words.text(
                        "why.gate-is", ApiJson.text(gate, "name"), words.label("gate", ApiJson.text(gate, "state")))
                : ApiJson.text(wait.path("command"), "participant");
    }
}
