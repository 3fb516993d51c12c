package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.StepLines.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A definition as a row of stages, each with the steps that are done together; with a saga laid over it if there is one.
 *
 * @param stages from the start to the endings
 * @param mermaid the same as source of a Mermaid flowchart
 */
record Diagram(List<Stage> stages, String mermaid) {

    /** The names that the endings have as steps. */
    private static final String COMPLETE = "complete";

    private static final String CANCEL = "cancel";

    /** Steps that are done together. */
    record Stage(List<Box> boxes) {}

    /**
     * A step, the start or an ending.
     *
     * @param state null where no saga is laid over
     * @param lines what it says and waits for, in words
     * @param active how many sagas wait for it, in words; empty if that is not told
     */
    record Box(
            String name, String title, @Nullable StepState state, String stateLabel, List<Line> lines, String active) {}

    /** @param saga null to show the definition alone */
    static Diagram of(JsonNode definition, @Nullable JsonNode saga, Words words) {
        return of(definition, saga, step -> "", words);
    }

    /** Tells how many sagas wait for a step. */
    interface Active {
        String at(String step);
    }

    static Diagram of(JsonNode definition, @Nullable JsonNode saga, Active active, Words words) {
        SagaCourse course = saga == null ? null : SagaCourse.of(saga);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(List.of(box(
                "start",
                words.text("diagram.start"),
                course == null ? null : StepState.DONE,
                StepLines.start(definition, words),
                "",
                words))));
        TreeMap<Long, List<Box>> byStage = new TreeMap<>();
        for (JsonNode step : ApiJson.list(definition, "steps")) {
            String name = ApiJson.text(step, "name");
            byStage.computeIfAbsent(ApiJson.number(step, "stage"), it -> new ArrayList<>())
                    .add(box(
                            name,
                            name,
                            course == null
                                    ? null
                                    : course.of(
                                            name,
                                            !ApiJson.text(step, "compensation").isEmpty()),
                            StepLines.of(step, words),
                            active.at(name),
                            words));
        }
        byStage.values().forEach(it -> stages.add(new Stage(List.copyOf(it))));
        stages.add(new Stage(List.of(
                ending(COMPLETE, ApiJson.text(definition, "completedWith"), course, active, words),
                ending(CANCEL, ApiJson.text(definition, "canceledWith"), course, active, words))));
        return new Diagram(List.copyOf(stages), Mermaid.of(stages));
    }

    private static Box ending(String name, String command, @Nullable SagaCourse course, Active active, Words words) {
        StepState state =
                course == null ? null : course.ofEnding(name, name.equals(COMPLETE) ? "COMPLETED" : "CANCELED");
        return box(
                name, words.text("diagram." + name), state, StepLines.ending(command, words), active.at(name), words);
    }

    private static Box box(
            String name, String title, @Nullable StepState state, List<Line> lines, String active, Words words) {
        return new Box(name, title, state, state == null ? "" : words.label("step", state.name()), lines, active);
    }
}
