package io.counterstep.fulfilment.orchestrator.console;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an operation on many sagas would do.
 *
 * @param count of how many sagas, in words
 * @param wouldDo to how many of those that were decided on, in words; the rest is based on these
 * @param commands how many of each type would go out
 */
record BulkPreview(
        String count, String wouldDo, List<DeedView.Fact> commands, List<String> irreversible, List<Sample> samples) {

    /**
     * One of the sagas.
     *
     * @param refused why it would not be done to it; empty if it would be
     */
    record Sample(String saga, String refused, String stateLabel, List<PreviewView.Command> commands) {}

    static BulkPreview of(JsonNode preview, Words words) {
        return new BulkPreview(
                words.number(ApiJson.number(preview, "count"), ApiJson.text(preview, "counted")),
                words.text(
                        "bulk.would-do.of",
                        words.number(ApiJson.number(preview, "wouldDo")),
                        words.number(ApiJson.number(preview, "decided"))),
                preview.path("commands").properties().stream()
                        .map(it -> new DeedView.Fact(
                                it.getKey(), words.number(it.getValue().asLong(0))))
                        .toList(),
                Consequence.in(words, ApiJson.texts(preview, "irreversible")),
                ApiJson.list(preview, "sample").stream()
                        .map(it -> sample(it, words))
                        .toList());
    }

    private static Sample sample(JsonNode it, Words words) {
        PreviewView effect = PreviewView.of(it.path("effect"), ApiJson.object(), words);
        return new Sample(
                ApiJson.text(it, "saga"), ApiJson.text(it, "refused"), effect.stateLabel(), effect.commands());
    }
}
