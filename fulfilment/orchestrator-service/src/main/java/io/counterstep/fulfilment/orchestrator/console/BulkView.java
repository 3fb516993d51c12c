package io.counterstep.fulfilment.orchestrator.console;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An operation on many sagas.
 *
 * @param filter which sagas, in words
 * @param problem why it failed; empty if it did not
 * @param canceled by whom and why; empty if it was not
 * @param handled those that it is through with
 */
record BulkView(
        String id,
        String operation,
        String filter,
        String by,
        String why,
        String rate,
        String state,
        String stateLabel,
        String problem,
        String canceled,
        String started,
        String ended,
        long found,
        long handled,
        String foundLabel,
        String done,
        String refused,
        String failed,
        List<Trouble> problems) {

    /** A saga to which it was not done. */
    record Trouble(String saga, String problem) {}

    static BulkView of(JsonNode it, Visit visit) {
        Words words = visit.words();
        String state = ApiJson.text(it, "state");
        long done = ApiJson.number(it, "done");
        long refused = ApiJson.number(it, "refused");
        long failed = ApiJson.number(it, "failed");
        return new BulkView(
                ApiJson.text(it, "id"),
                words.label("operation", ApiJson.text(it, "operation")),
                filter(it.path("filter"), words),
                ApiJson.text(it, "by"),
                ApiJson.text(it, "why"),
                ApiJson.text(it, "rate"),
                state,
                words.label("bulk-state", state),
                ApiJson.text(it, "problem"),
                canceled(it),
                FindingView.moment(it, "startedAt", words),
                FindingView.moment(it, "endedAt", words),
                ApiJson.number(it, "found"),
                done + refused + failed,
                words.number(ApiJson.number(it, "found")),
                words.number(done),
                words.number(refused),
                words.number(failed),
                ApiJson.list(it, "lastProblems").stream()
                        .map(one -> new Trouble(ApiJson.text(one, "saga"), ApiJson.text(one, "problem")))
                        .toList());
    }

    private static String canceled(JsonNode it) {
        String by = ApiJson.text(it, "canceledBy");
        return by.isEmpty() ? "" : by + ": " + ApiJson.text(it, "canceledWhy");
    }

    static String filter(JsonNode filter, Words words) {
        return filter.properties().stream()
                .filter(it -> !ApiJson.text(it.getValue()).isEmpty())
                .map(it -> words.label("search", it.getKey()) + " = "
                        + value(it.getKey(), ApiJson.text(it.getValue()), words))
                .collect(Collectors.joining(", "));
    }

    private static String value(String field, String value, Words words) {
        return field.equals("state")
                ? Arrays.stream(value.split(","))
                        .map(it -> words.label("state", it))
                        .collect(Collectors.joining(" / "))
                : value;
    }

    public boolean isRunning() {
        return state.equals("RUNNING");
    }
}
