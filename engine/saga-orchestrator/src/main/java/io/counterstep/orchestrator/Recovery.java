package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets go what gates have held: the sagas that started first, slowly at first and faster while they are answered, no
 * more unanswered than the bound, however many instances there are; a participant that was given up is tried with one
 * saga now and then. A gate is locked in the first database while its sagas are let go, each database's in a
 * transaction of its own. Thread-safe.
 *
 * @see <a href="https://sre.google/sre-book/addressing-cascading-failures/">Addressing cascading failures</a>
 */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private static final String LOOP = "gates";

    /** How many sagas a look may pass over, because they cannot be decided or wait behind another gate as well. */
    private static final int PASSED_OVER = 50;

    /** A gate tries one of so many of the oldest in turn, since one alone may be silent for a reason of its own. */
    private static final int PROBED = 50;

    /** While nothing is held. */
    private static final Duration IDLE = Duration.ofMillis(500);

    private final SagaDefinitions definitions;
    private final List<Held> parts;
    private final GateStore store;
    private final Gates gates;
    private final RecoverySettings settings;
    private final MessageFormat format;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final SagaObserver observer;
    private final InstantSource clock;

    /** What is held in one database. */
    private record Held(SagaStore sagas, HeldSagas held, TransactionTemplate transaction) {}

    /** What goes at once. */
    private static final class Portion {
        private final List<OutgoingMessage> messages = new ArrayList<>();
        private int said;
    }

    public Recovery(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            Gates gates,
            RecoverySettings settings,
            SagaObserver observer,
            InstantSource clock) {
        this.definitions = definitions;
        this.parts = stores.map(
                it -> new Held(new SagaStore(it.jdbc(), format), new HeldSagas(it.jdbc()), it.readCommitted()));
        this.store = new GateStore(stores.first().jdbc());
        this.gates = gates;
        this.settings = settings;
        this.format = format;
        this.publisher = publisher;
        this.transaction = stores.first().readCommitted();
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Does what is to be done at each gate now. If publishing fails after the commit, the sagas' checks find it.
     *
     * @return how long nothing is to be done
     */
    public Duration tick() {
        gates.tell();
        List<Gate> busy = busy();
        for (Gate gate : busy) {
            Instant now = clock.instant();
            List<OutgoingMessage> messages = transaction.execute(status -> {
                Gate locked = store.lockUnlessLocked(gate);
                return locked == null ? List.of() : advance(locked, now);
            });
            if (messages != null && !messages.isEmpty()) {
                publisher.publish(messages);
                observer.loops().batch(LOOP, messages.size(), Duration.between(now, clock.instant()));
            }
        }
        if (!busy.isEmpty()) {
            gates.forget();
        }
        return busy.stream()
                .map(it -> RecoverySettings.gap(pace(it)))
                .min(Comparator.naturalOrder())
                .orElse(IDLE);
    }

    /** Gates at which there is something to do, or something left over. */
    private List<Gate> busy() {
        List<Gate> all = store.all();
        List<String> flowing =
                all.stream().filter(it -> !it.isClosed()).map(Gate::key).toList();
        Set<String> holding = new HashSet<>();
        parts.forEach(it -> holding.addAll(it.held().holding(flowing)));
        return all.stream()
                .filter(it -> it.isClosed() ? it.state() != State.PAUSED : holding.contains(it.key()))
                .toList();
    }

    private List<OutgoingMessage> advance(Gate gate, Instant now) {
        return switch (gate.state()) {
            case PAUSED -> List.of();
            case TRIPPED -> tried(gate, now);
            case RECOVERING -> {
                if (isSilentAgain(gate, now)) {
                    String why = gate.silences() + " commands unanswered beyond their time while recovering";
                    store.change(gate, State.TRIPPED, now, Gate.ENGINE, why, now.plus(settings.probeEvery()));
                    LOG.warn("participant {} is silent again: {}", gate.name(), why);
                    yield List.of();
                }
                List<OutgoingMessage> messages = paced(gate, now);
                // what starts later than the recovery is no backlog, so this ends also while more comes than goes
                if (parts.stream().noneMatch(it -> it.held().holdsFromBefore(gate, gate.since()))) {
                    store.change(
                            gate, State.FLOWING, now, Gate.ENGINE, "nothing old is held any more", nextAt(gate, now));
                    LOG.info("{} flows again", gate.key());
                }
                yield messages;
            }
            case FLOWING -> paced(gate, now);
        };
    }

    private List<OutgoingMessage> tried(Gate gate, Instant now) {
        if (gate.heardAfter(gate.since())) {
            store.change(gate, State.RECOVERING, now, Gate.ENGINE, "it answers again", null);
            LOG.info(
                    "participant {} answers again; what is held goes at {} a second, and faster while it is answered",
                    gate.name(),
                    settings.beginning());
            return List.of();
        }
        if (!gate.mayLetGo(now)) {
            return List.of();
        }
        store.tried(gate, now.plus(settings.probeEvery()));
        Portion portion = new Portion();
        int part = gate.probes() % parts.size();
        boolean found = letGo(gate, parts.get(part), 1, gate.probes() / parts.size() % PROBED, 1, portion, now);
        for (int i = 0; i < parts.size() && !found; i++) {
            found = letGo(gate, parts.get((part + i) % parts.size()), 1, 0, 1, portion, now);
        }
        return portion.messages;
    }

    private boolean isSilentAgain(Gate gate, Instant now) {
        Instant bound = now.minus(settings.probeEvery());
        return gate.kind() == Kind.PARTICIPANT
                && gate.silences() > 0
                && !gate.heardAfter(bound)
                && !gate.since().isAfter(bound);
    }

    private List<OutgoingMessage> paced(Gate gate, Instant now) {
        if (!gate.mayLetGo(now)) {
            return List.of();
        }
        int pace = pace(gate);
        int unanswered =
                parts.stream().mapToInt(it -> it.held().unanswered(gate)).sum();
        int whole = RecoverySettings.portion(pace);
        int room = Math.min(whole, settings.maxInFlight() - unanswered);
        if (room <= 0) {
            return List.of();
        }
        Portion portion = new Portion();
        if (parts.size() > 1) {
            int[] oldest = oldest(gate, room);
            for (int part = 0; part < oldest.length; part++) {
                int upTo = Math.min(room, portion.said + oldest[part]);
                letGo(gate, parts.get(part), oldest[part] + PASSED_OVER, 0, upTo, portion, now);
            }
        }
        // what those could not use, since they wait behind another gate as well, is for whoever can
        for (Held part : parts) {
            letGo(gate, part, room + PASSED_OVER, 0, room, portion, now);
        }
        boolean isWhole = portion.said >= whole;
        store.letGo(gate, nextAt(gate, now), isWhole ? settings.faster(pace, unanswered + portion.said) : pace);
        return portion.messages;
    }

    /** How many of the so many oldest that the gate holds are in each database. */
    private int[] oldest(Gate gate, int sagas) {
        record Place(Instant startedAt, int part) {}
        List<Place> places = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            int here = part;
            parts.get(part).held().oldest(gate, sagas).forEach(it -> places.add(new Place(it, here)));
        }
        int[] counts = new int[parts.size()];
        places.stream()
                .sorted(Comparator.comparing(Place::startedAt))
                .limit(sagas)
                .forEach(it -> counts[it.part()]++);
        return counts;
    }

    private int pace(Gate gate) {
        return gate.pace() == 0 ? settings.beginning() : Math.min(gate.pace(), settings.rate());
    }

    private Instant nextAt(Gate gate, Instant now) {
        return now.plus(RecoverySettings.gap(pace(gate)));
    }

    /**
     * In their order, until so many commands are said in all; a saga that alone says more goes alone.
     *
     * @return false if there was nothing to let go, or no room for it
     */
    private boolean letGo(Gate gate, Held from, int limit, int offset, int upTo, Portion portion, Instant now) {
        return portion.said < upTo
                && Boolean.TRUE.equals(from.transaction().execute(status -> {
                    List<StoredSaga> held = from.sagas().held(gate.key(), limit, offset);
                    letGo(gate, from, held, upTo, portion, now);
                    return !held.isEmpty();
                }));
    }

    private void letGo(Gate gate, Held from, List<StoredSaga> held, int upTo, Portion portion, Instant now) {
        Map<SagaId, StoredSaga> byId = new LinkedHashMap<>();
        held.forEach(it -> byId.put(it.saga().id(), it));
        Set<String> closed = new HashSet<>(store.closed());
        closed.remove(gate.key());
        SagaSession session = new SagaSession(LOOP, definitions, format, observer, byId, new Moment(now, closed));
        List<HeldSagas.Released> released = new ArrayList<>();
        for (StoredSaga it : held) {
            if (portion.said >= upTo || (portion.said > 0 && portion.said + heldCommands(it) > upTo)) {
                break;
            }
            try {
                if (session.decide(it.saga().id(), new Input.Release(), null) instanceof Decision.Moved moved
                        && !moved.commands().isEmpty()) {
                    portion.said += moved.commands().size();
                    released.add(new HeldSagas.Released(
                            it.saga().id().toString(),
                            moved.saga().revision(),
                            moved.commands().size()));
                }
            } catch (RuntimeException failed) {
                // one saga that cannot be decided must not keep the others behind the gate
                LOG.error("cannot let go {} held by {}", it.saga().id(), gate.key(), failed);
            }
        }
        portion.messages.addAll(session.save(from.sagas()));
        from.held().released(gate, released);
    }

    private static long heldCommands(StoredSaga stored) {
        return stored.saga().waits().stream().filter(it -> it.heldBy() != null).count();
    }
}
