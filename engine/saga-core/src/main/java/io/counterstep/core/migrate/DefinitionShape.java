package io.counterstep.core.migrate;

import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition as data, without its functions: what others can notice of it. It is stored, so that a new version can be
 * held against one whose code is gone.
 *
 * @param startedBy the type of the event that starts it
 * @param steps in the order of their declaration
 * @param completion what is said at the good end; null if nobody is told
 * @param cancellation what is said at the other end; null if nobody is told
 */
public record DefinitionShape(
        String name,
        int version,
        String startedBy,
        List<StepShape> steps,
        @Nullable Said completion,
        @Nullable Said cancellation) {

    public DefinitionShape {
        steps = List.copyOf(steps);
    }

    /**
     * A step.
     *
     * @param stage the position of its stage, from 0
     * @param kind the name of its {@link Step.Kind}
     * @param said what it tells a participant; null if it only waits
     * @param child the definition that it starts; null if it starts none
     * @param replies the types that end the wait for it
     * @param refusal the one of them by which it is refused; null if it cannot be
     * @param compensation what undoes it; null if nothing does
     */
    public record StepShape(
            String name,
            int stage,
            String kind,
            @Nullable Said said,
            @Nullable String child,
            List<String> replies,
            @Nullable String refusal,
            @Nullable Said compensation) {

        public StepShape {
            replies = List.copyOf(replies);
        }

        /** Those of its parts that differ from the other's, name and stage aside. */
        List<String> differences(StepShape other) {
            List<String> differences = new ArrayList<>();
            differ(differences, "kind", kind, other.kind);
            differ(differences, "command", said, other.said);
            differ(differences, "child", child, other.child);
            differ(differences, "replies", replies, other.replies);
            differ(differences, "refusal", refusal, other.refusal);
            differ(differences, "compensation", compensation, other.compensation);
            return differences;
        }

        private static void differ(List<String> to, String what, @Nullable Object was, @Nullable Object is) {
            if (was == null ? is != null : !was.equals(is)) {
                to.add("its " + what + " was " + shown(was) + " and is " + shown(is));
            }
        }

        private static String shown(@Nullable Object it) {
            return it == null ? "none" : it.toString();
        }
    }

    /** A command, and what confirms or answers it. */
    public record Said(String participant, String command, List<String> replies) {

        public Said {
            replies = List.copyOf(replies);
        }

        static @Nullable Said of(@Nullable Invocation<?, ?> invocation) {
            return invocation == null
                    ? null
                    : new Said(
                            invocation.command().participant().name(),
                            invocation.command().type().name(),
                            names(invocation.command().replies()));
        }

        @Override
        public String toString() {
            return command + " to " + participant;
        }
    }

    public static DefinitionShape of(SagaDefinition<?> definition) {
        return shape(definition);
    }

    private static <S> DefinitionShape shape(SagaDefinition<S> definition) {
        return new DefinitionShape(
                definition.name(),
                definition.version().number(),
                definition.startedBy().type().name(),
                definition.steps().stream()
                        .map(it -> step(it, definition.stageOf(it.name())))
                        .toList(),
                Said.of(definition.completion()),
                Said.of(definition.cancellation()));
    }

    private static <S> StepShape step(Step<S> step, int stage) {
        MessageType<?> refusal = step.task().refusal();
        return new StepShape(
                step.name(),
                stage,
                step.kind().name(),
                Said.of(step.task().said()),
                step.task() instanceof Task.StartChild<S> start ? start.child() : null,
                names(step.task().replies()),
                refusal == null ? null : refusal.name(),
                Said.of(step.compensation()));
    }

    private static List<String> names(List<MessageType<?>> types) {
        return types.stream().map(MessageType::name).toList();
    }

    /** @return null if there is no such step */
    public @Nullable StepShape find(String step) {
        return steps.stream().filter(it -> it.name().equals(step)).findFirst().orElse(null);
    }

    /** How many stages there are. */
    int stages() {
        return steps.stream().mapToInt(StepShape::stage).max().orElse(-1) + 1;
    }
}
