package io.counterstep.fulfilment.orchestrator.console;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Follows a saga's history and says why nothing happened between two of its lines. What it waits for after the last of them the
 * history does not tell.
 */
final class GapReason {

    private final Words words;
    private String state = "";
    private String kind = "";
    private String step = "";
    private String detail = "";
    private String commands = "";

    GapReason(Words words) {
        this.words = words;
    }

    /** The saga's state by now. */
    String state() {
        return state;
    }

    void after(JsonNode transition) {
        state = ApiJson.text(transition, "to");
        kind = ApiJson.text(transition, "kind");
        step = ApiJson.text(transition, "step");
        detail = ApiJson.text(transition, "detail");
        List<String> said = ApiJson.texts(transition, "commands");
        if (!said.isEmpty()) {
            commands = String.join(", ", said);
        }
    }

    /** Why it was quiet until that happened. */
    String until(JsonNode next) {
        return switch (ApiJson.text(next, "kind")) {
            case "COMMAND_RESENT" -> waiting("gap.silence");
            case "STEP_TIMED_OUT", "SAGA_TIMED_OUT" -> waiting("gap.deadline");
            // what a gate holds from the beginning has no line of its own until then
            case "RELEASED" -> words.text("gap.held", "");
            default -> untilAnything();
        };
    }

    private String untilAnything() {
        if (state.equals("PAUSED")) {
            return words.text("gap.paused", detail);
        }
        if (state.equals("NEEDS_ATTENTION")) {
            return words.text("gap.person", detail);
        }
        return switch (kind) {
            case "HELD" -> words.text("gap.held", detail);
            case "STEP_FAILED" -> words.text("gap.failure", step);
            default -> waiting("gap.answer");
        };
    }

    private String waiting(String key) {
        return commands.isEmpty() ? words.text("gap.event") : words.text(key, commands);
    }
}
