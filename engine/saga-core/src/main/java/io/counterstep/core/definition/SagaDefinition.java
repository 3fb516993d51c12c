package io.counterstep.core.definition;

import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A saga as it was declared with {@link Saga}: the stages in their order, and how it ends. Immutable and thread-safe.
 *
 * @param startedBy the event that starts it
 * @param canceledBy the event by which a customer asks to cancel a running one, if there is such a thing
 * @param deadline how long it may take in all while there is a way back; null if without end
 * @param stages each one step, or several that are done together
 * @param completion said after the last step's success; null if nobody is told
 * @param cancellation said after the last compensation's confirmation; null if nobody is told
 * @param <S> the start message
 */
public record SagaDefinition<S>(
        String name,
        Version version,
        Event<S> startedBy,
        @Nullable Event<?> canceledBy,
        @Nullable Duration deadline,
        List<Stage<S>> stages,
        @Nullable Invocation<S, ?> completion,
        @Nullable Invocation<S, ?> cancellation) {

    /** The names under which the two endings stand where a step's name would. */
    public static final String COMPLETE = "complete";

    public static final String CANCEL = "cancel";

    /** More steps than this in one saga are taken for a mistake. */
    public static final int MAX_STEPS = 100;

    /** A longer deadline or interval than this is taken for a mistake: ten years. */
    public static final Duration MAX_WAIT = Duration.ofDays(3_650);

    public SagaDefinition {
        stages = List.copyOf(stages);
    }

    public SagaId id(String key) {
        return new SagaId(name, key);
    }

    /** All steps, in the order of their declaration. */
    public List<Step<S>> steps() {
        return stages.stream().flatMap(it -> it.steps().stream()).toList();
    }

    /** @throws IllegalArgumentException if this definition has no such step */
    public Step<S> step(String stepName) {
        Step<S> found = find(stepName);
        if (found == null) {
            throw new IllegalArgumentException("saga '" + name + "' version " + version.number() + " has no step '"
                    + stepName + "', only " + steps().stream().map(Step::name).toList());
        }
        return found;
    }

    /** @return null if this definition has no such step */
    public @Nullable Step<S> find(String stepName) {
        for (Stage<S> stage : stages) {
            for (Step<S> step : stage.steps()) {
                if (step.name().equals(stepName)) {
                    return step;
                }
            }
        }
        return null;
    }

    /** The position of that step's stage, from 0; -1 if this definition has no such step. */
    public int stageOf(String stepName) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).has(stepName)) {
                return i;
            }
        }
        return -1;
    }

    /** True if that step says nothing and only waits for an event. */
    public boolean awaits(String stepName) {
        Step<S> step = find(stepName);
        return step != null && step.task() instanceof Task.Await;
    }

    public static boolean isEnding(String stepName) {
        return COMPLETE.equals(stepName) || CANCEL.equals(stepName);
    }

    /**
     * What is said for that step and action; endings go by {@link #COMPLETE} and {@link #CANCEL}.
     *
     * @return null if nothing is: a step that only waits, or one without a compensation
     */
    public @Nullable Invocation<S, ?> invocation(String stepName, Action action) {
        return switch (stepName) {
            case COMPLETE -> completion;
            case CANCEL -> cancellation;
            default ->
                switch (action) {
                    case INVOKE -> step(stepName).task().said();
                    case COMPENSATE -> step(stepName).compensation();
                };
        };
    }

    /** The types that answer what is said at that step with that action, or that it waits for; of endings too. */
    public List<MessageType<?>> answers(String stepName, Action action) {
        Invocation<S, ?> said = invocation(stepName, action);
        if (said != null) {
            return said.command().replies();
        }
        return isEnding(stepName) ? List.of() : step(stepName).task().replies();
    }

    /** How that command of that step is sent again; endings follow the default. */
    public Resend resend(String stepName, Action action) {
        if (isEnding(stepName)) {
            return Resend.DEFAULT;
        }
        Step<S> step = step(stepName);
        return switch (action) {
            case INVOKE -> step.resend();
            case COMPENSATE -> step.resendOfCompensation();
        };
    }

    /** How often a command of that step is sent; endings follow the default. */
    public int attempts(String stepName) {
        return isEnding(stepName) ? Timing.DEFAULT_ATTEMPTS : step(stepName).attempts();
    }

    /** True if that type answers several of this saga's commands, so that only the command's id tells which. */
    public boolean isAmbiguous(String type) {
        int answered = 0;
        for (Step<S> step : steps()) {
            answered += count(step.task().replies(), type);
            Invocation<S, ?> compensation = step.compensation();
            answered += compensation == null ? 0 : count(compensation.command().replies(), type);
        }
        answered += completion == null ? 0 : count(completion.command().replies(), type);
        answered += cancellation == null ? 0 : count(cancellation.command().replies(), type);
        return answered > 1;
    }

    private static int count(List<MessageType<?>> types, String type) {
        return (int) types.stream().filter(it -> it.name().equals(type)).count();
    }

    /** True if a saga can be turned back from everywhere, even from its good end. */
    public boolean canBeUndone() {
        return steps().stream().allMatch(it -> it.kind() == Kind.COMPENSATABLE);
    }

    /** The topics from which this saga's start and replies come. */
    public Set<String> eventTopics() {
        Set<String> topics = new TreeSet<>();
        topics.add(startedBy.participant().eventTopic());
        if (canceledBy != null) {
            topics.add(canceledBy.participant().eventTopic());
        }
        for (Step<S> step : steps()) {
            if (step.task() instanceof Task.Await<S> await) {
                topics.add(await.event().participant().eventTopic());
                if (await.refusedBy() != null) {
                    topics.add(await.refusedBy().participant().eventTopic());
                }
            }
        }
        invocations().forEach(it -> topics.add(it.command().participant().eventTopic()));
        return topics;
    }

    /** The topics to which this saga's commands go. */
    public Set<String> commandTopics() {
        Set<String> topics = new TreeSet<>();
        invocations().forEach(it -> topics.add(it.command().participant().commandTopic()));
        return topics;
    }

    /** Everything that this saga may say: the steps in order, each with its counter-step, then the endings. */
    public List<Invocation<S, ?>> invocations() {
        List<Invocation<S, ?>> all = new ArrayList<>();
        for (Step<S> step : steps()) {
            add(all, step.task().said());
            add(all, step.compensation());
        }
        add(all, completion);
        add(all, cancellation);
        return all;
    }

    private static <S> void add(List<Invocation<S, ?>> all, @Nullable Invocation<S, ?> invocation) {
        if (invocation != null) {
            all.add(invocation);
        }
    }

    public SagaData<S> data(SagaId id, Map<String, Body> facts, @Nullable String reason) {
        return new SagaData<>(id, startedBy.type(), facts, reason);
    }
}
