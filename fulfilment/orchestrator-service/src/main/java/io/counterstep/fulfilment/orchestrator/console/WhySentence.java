package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Says why a saga waits from the evidence alone, for readers of a language that the API does not speak. */
final class WhySentence {

    private WhySentence() {}

    static String of(JsonNode why, List<JsonNode> waits, Visit visit) {
        Words words = visit.words();
        if (waits.isEmpty()) {
            return words.text("why.over", words.label("state", ApiJson.text(why, "state")));
        }
        String first = of(waits.getFirst(), visit);
        return waits.size() == 1 ? first : words.text("why.and-more", first, words.number(waits.size() - 1));
    }

    /** The strongest evidence comes first: what holds it back, what went wrong, who has not read, who has not answered. */
    static String of(JsonNode wait, Visit visit) {
        Words words = visit.words();
        JsonNode command = wait.path("command");
        String step = ApiJson.text(wait, "step");
        String type = ApiJson.text(command, "type");
        JsonNode gate = wait.path("gate");
        if (gate.isObject()) {
            return words.text("why.sentence.held", step, ApiJson.text(gate, "name"));
        }
        if (type.isEmpty()) {
            return words.text("why.sentence.event", step);
        }
        if (ApiJson.list(wait, "deadLetters").stream()
                .anyMatch(it -> ApiJson.text(it, "state").equals("PARKED"))) {
            return words.text("why.sentence.letter", step, type);
        }
        Instant said = ApiJson.instant(command, "saidAt");
        String since = words.sinceOrEmpty(said, visit.now());
        List<JsonNode> consumers = ApiJson.list(wait, "consumers");
        if (!consumers.isEmpty()
                && consumers.stream().noneMatch(it -> it.path("hasRead").asBoolean(false))) {
            long lag = ApiJson.number(consumers.getFirst(), "lag");
            return words.text("why.sentence.unread", step, type, since, words.number(lag));
        }
        return words.text("why.sentence.unanswered", step, type, since);
    }
}
