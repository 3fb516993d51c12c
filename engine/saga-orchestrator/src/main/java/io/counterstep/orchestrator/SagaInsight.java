package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Preview;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Why a saga is where it is, and what it heard and said. Reads without locks, and holds no connection while it asks Kafka.
 * Thread-safe.
 */
public final class SagaInsight {

    /** Of a longer history only so many lines are looked at, the newest. */
    public static final int MAX_LINES = 1_000;

    /** The most dead letters of a saga that are looked at, the newest. */
    static final int MAX_LETTERS = 50;

    private static final String LAST_LINES = SagaQueries.LINES + " order by revision desc limit ?";

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<JdbcTemplate> readers;
    private final MessageFormat format;
    private final Gates gates;
    private final DeadLetters letters;
    private final SagaQueries queries;
    private final Function<Collection<Wanted>, Map<String, Found>> kafka;
    private final InstantSource clock;

    /** @param kafka says where commands stand and who has read them, by their ids; never throws */
    public SagaInsight(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Gates gates,
            DeadLetters letters,
            SagaQueries queries,
            Function<Collection<Wanted>, Map<String, Found>> kafka,
            InstantSource clock) {
        this.definitions = definitions;
        this.stores = stores;
        this.readers = stores.map(it -> SagaQueries.reader(it.jdbc()));
        this.format = format;
        this.gates = gates;
        this.letters = letters;
        this.queries = queries;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** A saga as it goes on here, with the version by which it does. */
    private record Seen(SagaInstance saga, @Nullable SagaDefinition<?> definition) {}

    /** @return empty if there is no such saga */
    public Optional<Why> why(SagaId id) {
        return see(id).map(it -> {
            SagaDefinition<?> definition = it.definition();
            return definition == null
                    ? new Explanation(it.saga(), null, new Chronicle(null, lines(id)), clock.instant())
                            .of(blind(it.saga()))
                    : why(it.saga(), definition);
        });
    }

    /** @return empty if there is no such saga */
    public Optional<SagaMessages> messages(SagaId id) {
        return see(id).map(it -> {
            List<SagaView.Entry> lines = lines(id);
            boolean shortened = !lines.isEmpty() && lines.getFirst().revision() > 1;
            return new SagaMessages(
                    id.toString(), retelling(it.saga(), it.definition(), lines).messages(), shortened);
        });
    }

    private <S> Retelling<S> retelling(
            SagaInstance saga, @Nullable SagaDefinition<S> definition, List<SagaView.Entry> lines) {
        return new Retelling<>(saga, definition, lines, format);
    }

    private Optional<Seen> see(SagaId id) {
        return new SagaStore(readers.get(stores.of(id)), format).peek(id).map(it -> {
            SagaInstance stored = it.saga();
            try {
                SagaInstance saga = definitions.met(stored, clock.instant()).saga();
                return new Seen(saga, definitions.find(id.definition(), saga.version()));
            } catch (VersionNotHereException elsewhere) {
                return new Seen(stored, null);
            }
        });
    }

    private List<SagaView.Entry> lines(SagaId id) {
        return readers.get(stores.of(id))
                .query(LAST_LINES, (row, n) -> SagaQueries.entry(row), id.toString(), MAX_LINES)
                .reversed();
    }

    /** All that can be known without the version. */
    private List<Clue> blind(SagaInstance saga) {
        Map<String, Gate> closed = gates(saga);
        return saga.waits().stream()
                .map(it -> new Clue(
                        it, null, List.of(), null, List.of(), closed.get(String.valueOf(it.heldBy())), null, List.of()))
                .toList();
    }

    private Map<String, Gate> gates(SagaInstance saga) {
        return gates.named(saga.waits().stream()
                .map(Outstanding::heldBy)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.toSet()));
    }

    private <S> Why why(SagaInstance saga, SagaDefinition<S> definition) {
        Chronicle chronicle = new Chronicle(definition, lines(saga.id()));
        Instant now = clock.instant();
        Explanation explanation = new Explanation(saga, definition, chronicle, now);
        if (saga.waits().isEmpty()) {
            return explanation.of(List.of());
        }
        SagaData<S> data = definition.data(saga.id(), saga.facts(), saga.state().reason());
        Map<Outstanding, Clue.Called> called = new HashMap<>();
        List<Wanted> wanted = new ArrayList<>();
        for (Outstanding wait : saga.waits()) {
            Clue.Called it =
                    called(definition.invocation(wait.step(), wait.command().action()), data);
            if (it != null) {
                called.put(wait, it);
            }
            String key = it == null ? null : it.key();
            if (it != null && key != null && wait.attempt() > 0) {
                String topic = it.participant().commandTopic();
                wanted.add(new Wanted(topic, key, wait.command().toString(), chronicle.first(wait)));
            }
        }
        Map<String, Found> found = kafka.apply(wanted);
        Map<String, Gate> closed = gates(saga);
        List<ParkedLetter.Summary> parked = parked(saga.id());
        Set<String> anywhere = anywhere(saga, definition, now);
        return explanation.of(saga.waits().stream()
                .map(wait -> new Clue(
                        wait,
                        called.get(wait),
                        definition.answers(wait.step(), wait.command().action()).stream()
                                .map(MessageType::name)
                                .toList(),
                        found.get(wait.command().toString()),
                        parked.stream()
                                .filter(it -> isAbout(it, definition, wait, called.get(wait)))
                                .toList(),
                        closed.get(String.valueOf(wait.heldBy())),
                        child(definition, wait, called.get(wait)),
                        operations(anywhere, can(saga, definition, new Input.Skip(wait.step(), "", ""), now))))
                .toList());
    }

    private static <S> Clue.@Nullable Called called(@Nullable Invocation<S, ?> said, SagaData<S> data) {
        if (said == null) {
            return null;
        }
        String key;
        try {
            key = said.key().apply(data);
        } catch (RuntimeException failed) {
            key = null; // what cannot be built was not sent either
        }
        return new Clue.Called(said.command().type().name(), said.command().participant(), key);
    }

    private List<ParkedLetter.Summary> parked(SagaId id) {
        return letters.search(new LetterFilter(null, null, null, id, null, MAX_LETTERS))
                .deadLetters();
    }

    /** The command itself, or what somebody said in answer to it. */
    private static boolean isAbout(
            ParkedLetter.Summary letter, SagaDefinition<?> definition, Outstanding wait, Clue.@Nullable Called called) {
        String type = letter.type();
        if (type == null) {
            return called != null
                    && (letter.source().startsWith(called.participant().commandTopic() + "/")
                            || letter.source().startsWith(called.participant().eventTopic() + "/"));
        }
        return (called != null && called.type().equals(type))
                || definition.answers(wait.step(), wait.command().action()).stream()
                        .anyMatch(it -> it.name().equals(type));
    }

    private Why.@Nullable Child child(SagaDefinition<?> definition, Outstanding wait, Clue.@Nullable Called called) {
        Step<?> step = definition.find(wait.step());
        String key = called == null ? null : called.key();
        if (called == null
                || key == null
                || !called.participant().equals(ChildSagas.PARTICIPANT)
                || step == null
                || !(step.task() instanceof Task.StartChild<?> start)) {
            return null;
        }
        SagaId id = new SagaId(start.child(), key);
        Optional<SagaView> child = queries.find(id);
        return new Why.Child(
                id.toString(),
                child.map(SagaView::state).orElse(null),
                child.map(it -> it.step()).orElse(null));
    }

    /** What an operator can do to the saga, whatever it waits for. */
    private static Set<String> anywhere(SagaInstance saga, SagaDefinition<?> definition, Instant now) {
        Map<String, Input.Operation> asked = Map.of(
                "retry", new Input.Retry("", ""),
                "compensate", new Input.Compensate("", ""),
                "resume", new Input.Resume("", ""));
        return asked.entrySet().stream()
                .filter(it -> can(saga, definition, it.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** By the very function that would do it. */
    private static boolean can(
            SagaInstance saga, SagaDefinition<?> definition, Input.Operation operation, Instant now) {
        return Preview.of(definition, saga, operation, Moment.at(now)) instanceof Preview.Effect;
    }

    /** Whether a reply can be taken for given depends on what it is. */
    private static List<String> operations(Set<String> anywhere, boolean skip) {
        return Stream.of("retry", "resolve", "skip", "compensate", "resume")
                .filter(it -> switch (it) {
                    case "resolve" -> true;
                    case "skip" -> skip;
                    default -> anywhere.contains(it);
                })
                .toList();
    }
}
