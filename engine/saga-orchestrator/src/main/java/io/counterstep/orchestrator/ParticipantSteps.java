package io.counterstep.orchestrator;

import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the sagas of which versions wait for a participant: what they tell it, and what they await from it. */
final class ParticipantSteps {

    private ParticipantSteps() {}

    /** A step of a version, or one of its endings, under the name where it stands. */
    record At(String definition, int version, String step, Action action) {

        /** As {@code definition/version/step/action}. */
        @Override
        public String toString() {
            return definition + "/" + version + "/" + step + "/" + action.wireName();
        }
    }

    static List<At> of(SagaDefinitions definitions, String participant) {
        List<At> found = new ArrayList<>();
        for (SagaDefinition<?> definition : definitions.all()) {
            found.addAll(of(definition, participant));
        }
        return found;
    }

    static <S> List<At> of(SagaDefinition<S> definition, String participant) {
        List<At> found = new ArrayList<>();
        for (Step<S> step : definition.steps()) {
            if (isSaidTo(participant, step.task().said()) || isAwaited(participant, step.task())) {
                found.add(at(definition, step.name(), Action.INVOKE));
            }
            if (isSaidTo(participant, step.compensation())) {
                found.add(at(definition, step.name(), Action.COMPENSATE));
            }
        }
        for (String ending : List.of(SagaDefinition.COMPLETE, SagaDefinition.CANCEL)) {
            if (isSaidTo(participant, definition.invocation(ending, Action.INVOKE))) {
                found.add(at(definition, ending, Action.INVOKE));
            }
        }
        return found;
    }

    private static At at(SagaDefinition<?> definition, String step, Action action) {
        return new At(definition.name(), definition.version().number(), step, action);
    }

    private static boolean isSaidTo(String participant, @Nullable Invocation<?, ?> said) {
        return said != null && said.command().participant().name().equals(participant);
    }

    private static boolean isAwaited(String participant, Task<?> task) {
        return task instanceof Task.Await<?> await
                && await.event().participant().name().equals(participant);
    }
}
