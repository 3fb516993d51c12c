package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A version of a definition, and what it means to the sagas that are active.
 *
 * @param here whether this instance has its code
 * @param counted AT_LEAST if there are more sagas than are counted
 * @param waiting how many sagas wait for a step, by step
 * @param fate what becomes of its sagas; empty if that is not told
 */
record VersionView(
        String version,
        String registered,
        boolean here,
        boolean newest,
        String active,
        String counted,
        Map<String, Long> waiting,
        String fate,
        String safe,
        String needMapping,
        String wouldStrand) {

    static List<VersionView> of(JsonNode versions, Visit visit) {
        return versions.valueStream().map(it -> one(it, visit)).toList();
    }

    private static VersionView one(JsonNode it, Visit visit) {
        Words words = visit.words();
        Instant registered = ApiJson.instant(it, "registeredAt");
        String counted = ApiJson.text(it, "counted");
        JsonNode verdict = it.path("verdict");
        return new VersionView(
                ApiJson.text(it, "version"),
                words.momentOrEmpty(registered),
                it.path("here").asBoolean(false),
                it.path("newest").asBoolean(false),
                words.number(ApiJson.number(it, "active"), counted),
                counted,
                ApiJson.list(it, "waiting").stream()
                        .collect(Collectors.toMap(
                                wait -> ApiJson.text(wait, "step"), wait -> ApiJson.number(wait, "sagas"), Long::sum)),
                words.label("fate", ApiJson.text(verdict, "fate")),
                words.number(ApiJson.number(verdict, "safe")),
                words.number(ApiJson.number(verdict, "needMapping")),
                words.number(ApiJson.number(verdict, "wouldStrand")));
    }

    String waitingAt(String step, Words words) {
        Long sagas = waiting.get(step);
        return sagas == null || sagas == 0 ? "" : words.text("definition.waiting", words.number(sagas, counted));
    }
}
