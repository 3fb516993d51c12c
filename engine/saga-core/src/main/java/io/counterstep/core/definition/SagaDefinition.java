package io.counterstep.core.definition;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.SagaId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A saga as it was declared with {@link Saga}: the steps in their order, and how it ends. Immutable and thread-safe.
 *
 * @param startedBy the event that starts it
 * @param canceledBy the event by which a customer asks to cancel a running one, if there is such a thing
 * @param completion said after the last step's success
 * @param cancellation said after the last compensation's confirmation
 * @param <S> the start message
 */
public record SagaDefinition<S>(
        String name,
        Version version,
        Event<S> startedBy,
        @Nullable Event<?> canceledBy,
        List<Step<S>> steps,
        Invocation<S, ?> completion,
        Invocation<S, ?> cancellation) {

    /** The names under which the two endings stand where a step's name would. */
    public static final String COMPLETE = "complete";

    public static final String CANCEL = "cancel";

    /** More steps than this in one saga are taken for a mistake. */
    public static final int MAX_STEPS = 100;

    public SagaDefinition {
        steps = List.copyOf(steps);
        List<String> mistakes = mistakes(name, steps);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("saga '" + name + "': " + String.join("; ", mistakes));
        }
    }

    private static <S> List<String> mistakes(String name, List<Step<S>> steps) {
        List<String> mistakes = new ArrayList<>();
        try {
            SagaId.requireName("saga definition", name);
        } catch (IllegalArgumentException invalid) {
            mistakes.add(String.valueOf(invalid.getMessage()));
        }
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            mistakes.add("needs 1 to " + MAX_STEPS + " steps, found " + steps.size());
        }
        Set<String> names = new HashSet<>(Set.of(COMPLETE, CANCEL));
        for (Step<S> step : steps) {
            try {
                SagaId.requireName("step", step.name());
            } catch (IllegalArgumentException invalid) {
                mistakes.add(String.valueOf(invalid.getMessage()));
            }
            if (!names.add(step.name())) {
                mistakes.add("step '" + step.name() + "' is named twice, or like an ending: give it another name");
            }
        }
        return mistakes;
    }

    public SagaId id(String key) {
        return new SagaId(name, key);
    }

    public Step<S> first() {
        return steps.getFirst();
    }

    /** @throws IllegalArgumentException if this definition has no such step */
    public Step<S> step(String stepName) {
        return steps.get(indexOf(stepName));
    }

    /** The step after that one, or null after the last. */
    public @Nullable Step<S> after(String stepName) {
        int next = indexOf(stepName) + 1;
        return next < steps.size() ? steps.get(next) : null;
    }

    /** The step before that one, or null before the first. */
    public @Nullable Step<S> before(String stepName) {
        int index = indexOf(stepName);
        return index > 0 ? steps.get(index - 1) : null;
    }

    /** What is said for that step and action; endings go by {@link #COMPLETE} and {@link #CANCEL}. */
    public Invocation<S, ?> invocation(String stepName, Action action) {
        return switch (stepName) {
            case COMPLETE -> completion;
            case CANCEL -> cancellation;
            default ->
                switch (action) {
                    case INVOKE -> step(stepName).invocation();
                    case COMPENSATE -> step(stepName).compensation();
                };
        };
    }

    /** How a command of that step is sent again; endings follow the default. */
    public Resend resend(String stepName) {
        return COMPLETE.equals(stepName) || CANCEL.equals(stepName)
                ? Resend.DEFAULT
                : step(stepName).resend();
    }

    /** The topics from which this saga's start and replies come. */
    public Set<String> eventTopics() {
        Set<String> topics = new TreeSet<>();
        topics.add(startedBy.participant().eventTopic());
        if (canceledBy != null) {
            topics.add(canceledBy.participant().eventTopic());
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
        for (Step<S> step : steps) {
            all.add(step.invocation());
            all.add(step.compensation());
        }
        all.add(completion);
        all.add(cancellation);
        return all;
    }

    public SagaData<S> data(SagaId id, Map<String, Body> facts, @Nullable String reason) {
        return new SagaData<>(id, startedBy.type(), facts, reason);
    }

    private int indexOf(String stepName) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(stepName)) {
                return i;
            }
        }
        throw new IllegalArgumentException("saga '" + name + "' version " + version.number() + " has no step '"
                + stepName + "', only " + steps.stream().map(Step::name).toList());
    }
}
