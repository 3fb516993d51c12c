package io.counterstep.fulfilment.orchestrator.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a saga is, before anything is explained.
 *
 * @param took from its start to its end, or until now
 * @param documents its start message and the replies so far
 * @param money what is at stake, in words; empty if nothing in it is money
 */
record SagaView(
        String id,
        String definition,
        String version,
        String key,
        String state,
        String stateLabel,
        String step,
        String reason,
        String parent,
        String started,
        String changed,
        String took,
        boolean over,
        List<Document> documents,
        String money,
        List<Operation> operations) {

    /** A message that the saga knows. */
    record Document(String type, String body) {}

    static SagaView of(JsonNode saga, Visit visit) {
        Words words = visit.words();
        String state = ApiJson.text(saga, "state");
        boolean over = state.equals("COMPLETED") || state.equals("CANCELED");
        Instant started = ApiJson.instant(saga, "startedAt");
        Instant changed = ApiJson.instant(saga, "updatedAt");
        Instant end = over && changed != null ? changed : visit.now();
        return new SagaView(
                ApiJson.text(saga, "id"),
                ApiJson.text(saga, "definition"),
                ApiJson.text(saga, "version"),
                ApiJson.text(saga, "key"),
                state,
                words.label("state", state),
                ApiJson.text(saga, "step"),
                ApiJson.text(saga, "reason"),
                ApiJson.text(saga, "parent"),
                words.momentOrEmpty(started),
                words.momentOrEmpty(changed),
                started == null ? "" : words.duration(Duration.between(started, end)),
                over,
                saga.path("facts").properties().stream()
                        .map(it -> new Document(it.getKey(), ApiJson.pretty(it.getValue())))
                        .toList(),
                MoneyAtStake.ofSaga(saga.path("facts")).shown(words.locale()),
                Operation.offered(state));
    }
}
