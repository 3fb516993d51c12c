package io.counterstep.orchestrator;

import io.counterstep.core.message.Participant;
import io.counterstep.orchestrator.Gate.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Those to whom sagas say something: their topics, their gate, and how far their consumer groups are behind. Thread-safe. */
public final class Participants {

    private final SagaDefinitions definitions;
    private final Gates gates;
    private final Backlogs backlogs;

    public Participants(SagaDefinitions definitions, Gates gates, Backlogs backlogs) {
        this.definitions = definitions;
        this.gates = gates;
        this.backlogs = backlogs;
    }

    /**
     * A participant as an operator sees it.
     *
     * @param heardAt when it last answered anything, about to the second; null if it never did
     * @param gateBy who brought the gate into its state
     * @param held the sagas that wait behind the gate
     * @param inFlight the commands that the gate let go and that are not answered yet
     * @param lag the commands that the group which is furthest behind has not read; null if there is none or Kafka does not tell
     * @param groups those that have read the topic of its commands, by name
     * @param steps where sagas of the newest versions wait for it, endings included
     */
    public record View(
            String name,
            String commandTopic,
            String eventTopic,
            @Nullable Instant heardAt,
            Gate.State gate,
            String gateBy,
            String gateWhy,
            long held,
            long inFlight,
            @Nullable Long lag,
            List<Backlogs.Group> groups,
            List<String> steps) {}

    /** By name; may ask Kafka, which takes no longer than {@link Backlogs#PATIENCE}. */
    public List<View> list() {
        Map<String, Participant> all = definitions.participants();
        Map<String, Gate.View> closed = gates.list().stream()
                .filter(it -> it.kind() == Kind.PARTICIPANT)
                .collect(Collectors.toMap(Gate.View::name, Function.identity()));
        Map<String, List<Backlogs.Group>> groups = backlogs.of(
                all.values().stream().map(Participant::commandTopic).collect(Collectors.toCollection(TreeSet::new)));
        List<View> views = new ArrayList<>();
        all.forEach((name, it) -> views.add(view(
                it,
                Optional.ofNullable(closed.get(name)).orElseGet(() -> Gate.View.untouched(Kind.PARTICIPANT, name)),
                groups.getOrDefault(it.commandTopic(), List.of()))));
        return views;
    }

    private View view(Participant it, Gate.View gate, List<Backlogs.Group> groups) {
        return new View(
                it.name(),
                it.commandTopic(),
                it.eventTopic(),
                gate.heardAt(),
                gate.state(),
                gate.by(),
                gate.why(),
                gate.held(),
                gate.inFlight(),
                groups.stream()
                        .map(Backlogs.Group::lag)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                groups,
                steps(it.name()));
    }

    private List<String> steps(String participant) {
        return definitions.newest().stream()
                .flatMap(it -> ParticipantSteps.of(it, participant).stream())
                .map(ParticipantSteps.At::step)
                .distinct()
                .toList();
    }
}
