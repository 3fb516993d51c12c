package io.counterstep.core.definition;

import java.util.List;

/** Steps that are done together: their commands are sent at once, and the saga goes on when all have answered. */
public record Stage<S>(List<Step<S>> steps) {

    public Stage {
        steps = List.copyOf(steps);
    }

    boolean has(String stepName) {
        return steps.stream().anyMatch(it -> it.name().equals(stepName));
    }
}
