package io.counterstep.fulfilment.orchestrator.console;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A finding of the audit. */
record FindingView(
        String id,
        String kind,
        String kindLabel,
        String participant,
        String saga,
        String step,
        String detail,
        String repair,
        String repairLabel,
        String state,
        String stateLabel,
        String found,
        String closed,
        String repaired,
        List<Sent> repairs) {

    /** A repair that was sent. */
    record Sent(String at, String by, String why, String command) {}

    static FindingView of(JsonNode it, Visit visit) {
        Words words = visit.words();
        String kind = ApiJson.text(it, "kind");
        String repair = ApiJson.text(it, "repair");
        String state = ApiJson.text(it, "state");
        return new FindingView(
                ApiJson.text(it, "id"),
                kind,
                words.label("finding", kind),
                ApiJson.text(it, "participant"),
                ApiJson.text(it, "saga"),
                ApiJson.text(it, "step"),
                ApiJson.text(it, "detail"),
                repair,
                words.label("repair", repair),
                state,
                words.label("state", state),
                moment(it, "foundAt", words),
                moment(it, "closedAt", words),
                words.number(ApiJson.number(it, "repaired")),
                ApiJson.list(it, "repairs").stream()
                        .map(sent -> new Sent(
                                moment(sent, "at", words),
                                ApiJson.text(sent, "by"),
                                ApiJson.text(sent, "why"),
                                ApiJson.text(sent, "command")))
                        .toList());
    }

    /** Whether it can be repaired from here. */
    public boolean isRepairable() {
        return state.equals("OPEN");
    }

    static String moment(JsonNode node, String field, Words words) {
        return words.momentOrEmpty(ApiJson.instant(node, field));
    }
}
