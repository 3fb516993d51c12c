package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why a saga waits, in one sentence, with the evidence.
 *
 * @param original the API's own sentence, where the page's language is another; empty where it is the same
 */
record WhyView(String sentence, String original, List<Wait> waits) {

    /** Where the reader goes on: a dead letter that is about it. */
    record Letter(String id, String state, String stateLabel, String reason) {}

    /**
     * One thing that it waits for.
     *
     * @param gate the closed gate that holds it back; empty if none does
     * @param then what happens then
     */
    record Wait(
            String step,
            String sentence,
            String command,
            String commandId,
            String participant,
            String said,
            String place,
            List<String> consumers,
            List<Letter> letters,
            String gate,
            String nextCheck,
            String deadline,
            String then) {}

    static WhyView of(JsonNode why, Visit visit) {
        List<JsonNode> waits = ApiJson.list(why, "waits");
        String told = ApiJson.text(why, "sentence");
        if (visit.preferences().language() == Language.EN) {
            return new WhyView(
                    told, "", waits.stream().map(it -> wait(it, visit)).toList());
        }
        return new WhyView(
                WhySentence.of(why, visit),
                told,
                waits.stream().map(it -> wait(it, visit)).toList());
    }

    private static Wait wait(JsonNode wait, Visit visit) {
        Words words = visit.words();
        JsonNode command = wait.path("command");
        Instant said = ApiJson.instant(command, "saidAt");
        boolean english = visit.preferences().language() == Language.EN;
        return new Wait(
                ApiJson.text(wait, "step"),
                english ? ApiJson.text(wait, "sentence") : WhySentence.of(wait, words, visit.now()),
                ApiJson.text(command, "type"),
                ApiJson.text(command, "id"),
                ApiJson.text(command, "participant"),
                said == null ? "" : said(said, ApiJson.number(command, "attempts"), visit),
                place(command, words),
                ApiJson.list(wait, "consumers").stream()
                        .map(it -> consumer(it, words))
                        .toList(),
                ApiJson.list(wait, "deadLetters").stream()
                        .map(it -> letter(it, words))
                        .toList(),
                gate(wait.path("gate"), words),
                moment(ApiJson.instant(wait, "nextCheckAt"), visit),
                moment(ApiJson.instant(wait, "deadlineAt"), visit),
                ApiJson.text(wait, "then"));
    }

    private static String said(Instant first, long attempts, Visit visit) {
        Words words = visit.words();
        String when = moment(first, visit);
        return attempts > 1 ? words.text("why.said-again", when, words.number(attempts)) : when;
    }

    private static String place(JsonNode command, Words words) {
        String topic = ApiJson.text(command, "topic");
        Long offset = ApiJson.numberOrNull(command, "offset");
        if (offset == null) {
            String found = ApiJson.text(command, "found");
            return found.isEmpty() ? topic : topic + " – " + found;
        }
        return words.text("why.place", topic, ApiJson.text(command, "partition"), Long.toString(offset));
    }

    private static String consumer(JsonNode it, Words words) {
        String group = ApiJson.text(it, "group");
        String committed = ApiJson.text(it, "committed");
        String lag = words.number(ApiJson.number(it, "lag"));
        JsonNode hasRead = it.path("hasRead");
        // where it is not known where the command stands, only that the group reads there is known
        if (!hasRead.isBoolean()) {
            return words.text("why.reads-there", group, committed, lag);
        }
        return hasRead.booleanValue()
                ? words.text("why.has-read", group, committed, lag)
                : words.text("why.has-not-read", group, committed, lag);
    }

    private static Letter letter(JsonNode it, Words words) {
        String state = ApiJson.text(it, "state");
        return new Letter(ApiJson.text(it, "id"), state, words.label("state", state), ApiJson.text(it, "reason"));
    }

    private static String gate(JsonNode gate, Words words) {
        return gate.isObject()
                ? words.text(
                        "why.gate",
                        ApiJson.text(gate, "name"),
                        words.label("gate", ApiJson.text(gate, "state")),
                        ApiJson.text(gate, "by"),
                        ApiJson.text(gate, "why"))
                : "";
    }

    private static String moment(@Nullable Instant moment, Visit visit) {
        return moment == null
                ? ""
                : visit.words().moment(moment) + " (" + visit.words().since(moment, visit.now()) + ")";
    }
}
