package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which participants speak when something is answered. Immutable and thread-safe. */
final class Voices {

    private final Map<String, Set<String>> byType = new HashMap<>();
    private final Map<String, Set<String>> byStep = new HashMap<>();

    Voices(SagaDefinitions definitions) {
        for (SagaDefinition<?> definition : definitions.all()) {
            for (Invocation<?, ?> said : definition.invocations()) {
                String participant = said.command().participant().name();
                for (MessageType<?> reply : said.command().replies()) {
                    byType.computeIfAbsent(reply.name(), type -> new HashSet<>())
                            .add(participant);
                }
            }
            for (Step<?> step : definition.steps()) {
                learn(definition, step.name(), step.task().said());
                learn(definition, step.name(), step.compensation());
            }
            learn(definition, SagaDefinition.COMPLETE, definition.completion());
            learn(definition, SagaDefinition.CANCEL, definition.cancellation());
        }
    }

    private void learn(SagaDefinition<?> definition, String step, @Nullable Invocation<?, ?> said) {
        if (said != null) {
            byStep.computeIfAbsent(definition.name() + "/" + step, name -> new HashSet<>())
                    .add(said.command().participant().name());
        }
    }

    /** The participants that have answered something in these deliveries. */
    Set<String> of(List<Delivery> deliveries) {
        Set<String> heard = new HashSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery.input() instanceof Input.Reply reply) {
                heard.addAll(byType.getOrDefault(reply.type(), Set.of()));
            } else if (delivery.input() instanceof Input.Failure failure) {
                CommandId command = failure.inReplyTo();
                heard.addAll(byStep.getOrDefault(command.saga().definition() + "/" + command.step(), Set.of()));
            }
        }
        return heard;
    }
}
