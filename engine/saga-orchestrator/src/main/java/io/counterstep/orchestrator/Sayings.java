package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which commands the lines of a history said. The history keeps their types alone; where several steps say the same type, the
 * line itself names the step, or else it is the next on the way that has not said it yet.
 */
final class Sayings {

    /** The lines that name the steps for which they say something again. */
    private static final Set<Kind> NAMING =
            EnumSet.of(Kind.COMMAND_RESENT, Kind.RELEASED, Kind.RETRIED, Kind.RESUMED, Kind.ATTENTION_NEEDED);

    private final Map<String, List<Place>> byType = new HashMap<>();
    private final List<Saying> all = new ArrayList<>();

    /** A step, or an ending, and whether it is done or undone. */
    record Place(String step, Action action) {}

    /**
     * A command once said.
     *
     * @param place null if this version of the definition never says that type
     * @param attempt how often it was said then, itself counted
     */
    record Saying(
            SagaView.Entry line, String type, @Nullable Place place, int attempt) {}

    /** @param definition null if its version is not here */
    Sayings(@Nullable SagaDefinition<?> definition, List<SagaView.Entry> lines) {
        if (definition != null) {
            learn(definition);
        }
        Map<Object, Integer> attempts = new HashMap<>();
        for (SagaView.Entry line : lines) {
            Set<Place> here = new HashSet<>();
            for (String type : line.commands()) {
                Place place = place(line, type, here, attempts);
                if (place != null) {
                    here.add(place);
                }
                int attempt = attempts.merge(place == null ? type : place, 1, Integer::sum);
                all.add(new Saying(line, type, place, attempt));
            }
        }
    }

    private <S> void learn(SagaDefinition<S> definition) {
        for (Step<S> step : definition.steps()) {
            learn(step.task().said(), new Place(step.name(), Action.INVOKE));
        }
        for (Step<S> step : definition.steps().reversed()) {
            learn(step.compensation(), new Place(step.name(), Action.COMPENSATE));
        }
        learn(definition.completion(), new Place(SagaDefinition.COMPLETE, Action.INVOKE));
        learn(definition.cancellation(), new Place(SagaDefinition.CANCEL, Action.INVOKE));
    }

    private void learn(@Nullable Invocation<?, ?> said, Place place) {
        if (said != null) {
            byType.computeIfAbsent(said.command().type().name(), it -> new ArrayList<>())
                    .add(place);
        }
    }

    private @Nullable Place place(SagaView.Entry line, String type, Set<Place> here, Map<Object, Integer> attempts) {
        List<Place> open = byType.getOrDefault(type, List.of()).stream()
                .filter(it -> !here.contains(it))
                .toList();
        if (open.size() < 2) {
            return open.isEmpty() ? null : open.getFirst();
        }
        if (NAMING.contains(Kind.valueOf(line.kind()))) {
            List<String> named = List.of(line.step().split(" ", -1));
            Optional<Place> again =
                    open.stream().filter(it -> named.contains(it.step())).findFirst();
            if (again.isPresent()) {
                return again.get();
            }
        }
        boolean back = line.to().equals(Status.COMPENSATING.name());
        return open.stream()
                .filter(it -> !attempts.containsKey(it))
                .min((one, other) -> Boolean.compare(
                        back != (one.action() == Action.COMPENSATE), back != (other.action() == Action.COMPENSATE)))
                .orElseGet(open::getFirst);
    }

    /** What that line said. */
    List<Saying> of(SagaView.Entry line) {
        return all.stream()
                .filter(it -> it.line().revision() == line.revision())
                .toList();
    }

    /** How often and when that was said. */
    List<Saying> of(String step, Action action) {
        Place place = new Place(step, action);
        return all.stream().filter(it -> place.equals(it.place())).toList();
    }
}
