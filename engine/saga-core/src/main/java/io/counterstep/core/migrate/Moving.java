package io.counterstep.core.migrate;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.message.Body;
import io.counterstep.core.migrate.DefinitionShape.StepShape;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A saga that fits, rewritten for the version it is moved to. */
final class Moving {

    private final DefinitionShape to;
    private final Mapping mapping;
    private final SagaInstance saga;

    Moving(DefinitionShape to, Mapping mapping, SagaInstance saga) {
        this.to = to;
        this.mapping = mapping;
        this.saga = saga;
    }

    SagaMigration.Migrated moved(String by, String why, Instant now) {
        SagaInstance moved = new SagaInstance(
                saga.id(),
                to.version(),
                state(),
                outcomes(),
                facts(),
                formerNames(),
                saga.parent(),
                saga.startedAt(),
                saga.deadline(),
                saga.revision() + 1);
        Transition transition = new Transition(
                moved.revision(),
                now,
                Transition.Kind.MIGRATED,
                moved.waits().stream().map(Outstanding::step).collect(Collectors.joining(" ")),
                saga.state().status(),
                moved.state().status(),
                null,
                List.of(),
                by + ": " + why + " (version " + saga.version() + " to " + to.version() + ")");
        return new SagaMigration.Migrated(moved, transition);
    }

    /** Commands keep their ids, since participants and answers that are on their way know no others. */
    private SagaState state() {
        List<Outstanding> waits =
                saga.waits().stream().map(it -> it.at(mapping.now(it.step()))).toList();
        SagaState state = saga.state();
        return Phase.of(state).state(waits, state.reason(), state instanceof SagaState.Paused);
    }

    private Map<String, Outcome> outcomes() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        saga.outcomes().forEach((step, outcome) -> outcomes.put(mapping.now(step), outcome));
        int reached = new Position(to, mapping, saga).reached();
        for (StepShape step : to.steps()) {
            if (mapping.leftOut().contains(step.name()) && step.stage() <= reached && !isWaitedFor(step.name())) {
                outcomes.putIfAbsent(step.name(), Outcome.SKIPPED);
            }
        }
        return outcomes;
    }

    private boolean isWaitedFor(String newName) {
        return saga.waits().stream().anyMatch(it -> mapping.now(it.step()).equals(newName));
    }

    private Map<String, Body> facts() {
        Map<String, Body> facts = new LinkedHashMap<>();
        saga.facts().forEach((name, body) -> {
            int separator = name.indexOf(Fitting.SEPARATOR);
            String renamed = separator < 0
                    ? name
                    : SagaData.factOf(mapping.now(name.substring(0, separator)), name.substring(separator + 1));
            facts.put(renamed, body);
        });
        return facts;
    }

    /** Of the steps that participants know by now; the others were never said, and go by their new names. */
    private Map<String, String> formerNames() {
        Map<String, String> former = new HashMap<>();
        for (String step : Position.known(saga)) {
            String known = saga.formerNames().getOrDefault(step, step);
            if (!known.equals(mapping.now(step))) {
                former.put(mapping.now(step), known);
            }
        }
        return former;
    }
}
