package io.counterstep.core.migrate;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.DefinitionShape.StepShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where a saga would stand in another version. */
record Position(DefinitionShape to, Mapping mapping, SagaInstance saga) {

    /** The steps that are done or waited for, by the names that the saga has for them. */
    static Set<String> known(SagaInstance saga) {
        Set<String> known = new LinkedHashSet<>(saga.outcomes().keySet());
        known.addAll(waited(saga));
        return known;
    }

    /** The steps that are waited for, endings left out. */
    static List<String> waited(SagaInstance saga) {
        return saga.waits().stream()
                .map(Outstanding::step)
                .filter(it -> !SagaDefinition.isEnding(it))
                .toList();
    }

    /** The stages of what is waited for. */
    Set<Integer> stages() {
        Set<Integer> stages = new TreeSet<>();
        for (String step : waited(saga)) {
            StepShape now = to.find(mapping.now(step));
            if (now != null) {
                stages.add(now.stage());
            }
        }
        return stages;
    }

    /** The last stage that has begun on the way forward; -1 once the saga has turned back. */
    int reached() {
        return switch (Phase.of(saga.state())) {
            case RUNNING -> stages().stream().mapToInt(it -> it).max().orElse(-1);
            case COMPLETING -> to.stages();
            case COMPENSATING, CANCELING, COMPLETED, CANCELED -> -1;
        };
    }
}
