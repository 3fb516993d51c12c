package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A participant's health.
 *
 * @param heard when it last answered; empty if it never did
 * @param lag commands that its consumers have not read; a dash if that cannot be told
 * @param gate FLOWING, PAUSED, TRIPPED or RECOVERING
 * @param gateNote by whom and why; empty if it flows
 * @param groups its consumers with their lag, in words
 */
record ParticipantView(
        String name,
        String heard,
        String heardAt,
        String lag,
        String gate,
        String gateLabel,
        String gateNote,
        String held,
        String inFlight,
        List<String> groups,
        String commandTopic,
        String steps) {

    static List<ParticipantView> of(JsonNode participants, Visit visit) {
        return participants.valueStream().map(it -> one(it, visit)).toList();
    }

    private static ParticipantView one(JsonNode it, Visit visit) {
        Words words = visit.words();
        Instant heardAt = ApiJson.instant(it, "heardAt");
        Long lag = ApiJson.numberOrNull(it, "lag");
        String gate = ApiJson.text(it, "gate");
        return new ParticipantView(
                ApiJson.text(it, "name"),
                words.sinceOrEmpty(heardAt, visit.now()),
                words.momentOrEmpty(heardAt),
                lag == null ? "–" : words.number(lag),
                gate,
                words.label("gate", gate),
                gate.equals("FLOWING") ? "" : ApiJson.text(it, "gateBy") + ": " + ApiJson.text(it, "gateWhy"),
                words.number(ApiJson.number(it, "held")),
                words.number(ApiJson.number(it, "inFlight")),
                ApiJson.list(it, "groups").stream()
                        .map(group -> words.text(
                                "participant.group",
                                ApiJson.text(group, "group"),
                                words.number(ApiJson.number(group, "lag")),
                                words.number(ApiJson.number(group, "members"))))
                        .toList(),
                ApiJson.text(it, "commandTopic"),
                String.join(", ", ApiJson.texts(it, "steps")));
    }

    /** Whether an operator may close its gate. */
    public boolean isPausable() {
        return !gate.equals("PAUSED");
    }

    /** Whether an operator may open its gate: if it is closed, whoever closed it. */
    public boolean isResumable() {
        return gate.equals("PAUSED") || gate.equals("TRIPPED");
    }
}
