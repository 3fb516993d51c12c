package io.counterstep.fulfilment.orchestrator.console;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a saga stands: what it waits for, and what has become of its steps.
 *
 * @param waits by step, the state that it shows as
 * @param outcomes by step
 */
record SagaCourse(String state, boolean back, Map<String, StepState> waits, Map<String, String> outcomes) {

    static SagaCourse of(JsonNode saga) {
        String state = ApiJson.text(saga, "state");
        Map<String, StepState> waits = new HashMap<>();
        Map<String, String> outcomes = new HashMap<>();
        saga.path("outcomes").properties().forEach(it -> outcomes.put(it.getKey(), ApiJson.text(it.getValue())));
        boolean back = state.equals("COMPENSATING") || state.equals("CANCELED");
        for (JsonNode wait : ApiJson.list(saga, "waits")) {
            String step = ApiJson.text(wait, "step");
            boolean undoing = ApiJson.text(wait, "action").equals("compensate");
            StepState shown = undoing ? StepState.UNDOING : StepState.RUNNING;
            waits.put(step, ApiJson.textOrNull(wait, "stuck") == null ? shown : StepState.STUCK);
            back |= undoing || step.equals("cancel");
        }
        return new SagaCourse(state, back, waits, outcomes);
    }

    /** @param canBeUndone whether the definition has a compensation for it */
    StepState of(String step, boolean canBeUndone) {
        StepState waiting = waits.get(step);
        if (waiting != null) {
            return waiting;
        }
        @Nullable String outcome = outcomes.get(step);
        return switch (outcome == null ? "" : outcome) {
            case "SUCCEEDED" -> back && canBeUndone ? StepState.TO_UNDO : StepState.DONE;
            case "REFUSED" -> StepState.REFUSED;
            case "SKIPPED" -> StepState.SKIPPED;
            case "UNKNOWN" -> StepState.UNKNOWN;
            case "ABANDONED" -> StepState.ABANDONED;
            case "COMPENSATED" -> StepState.UNDONE;
            default -> back || isOver() ? StepState.NEVER : StepState.TO_COME;
        };
    }

    /** @param reached the state of a saga that has come to that ending */
    StepState ofEnding(String ending, String reached) {
        StepState waiting = waits.get(ending);
        if (waiting != null) {
            return waiting;
        }
        if (state.equals(reached)) {
            return StepState.DONE;
        }
        boolean goodEnd = reached.equals("COMPLETED");
        // a saga that goes forward may still turn back, and one that turns back never completes
        return isOver() || back && goodEnd ? StepState.NEVER : StepState.TO_COME;
    }

    private boolean isOver() {
        return state.equals("COMPLETED") || state.equals("CANCELED");
    }
}
