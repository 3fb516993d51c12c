package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets go what gates have held: the sagas that started first, no faster than the rate, no more unanswered than the bound,
 * however many instances there are; a participant that was given up is tried with one saga now and then. Thread-safe.
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
    private final SagaStore sagas;
    private final GateStore store;
    private final Gates gates;
    private final RecoverySettings settings;
    private final MessageFormat format;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final LoopObserver observer;
    private final InstantSource clock;

    public Recovery(
            SagaDefinitions definitions,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            Publisher publisher,
            Gates gates,
            RecoverySettings settings,
            LoopObserver observer,
            InstantSource clock) {
        this.definitions = definitions;
        this.sagas = new SagaStore(jdbc, format);
        this.store = new GateStore(jdbc);
        this.gates = gates;
        this.settings = settings;
        this.format = format;
        this.publisher = publisher;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
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
        List<Gate> busy = store.busy();
        for (Gate gate : busy) {
            Instant now = clock.instant();
            List<OutgoingMessage> messages = transaction.execute(status -> {
                Gate locked = store.lockUnlessLocked(gate);
                return locked == null ? List.of() : advance(locked, now);
            });
            if (messages != null && !messages.isEmpty()) {
                publisher.publish(messages);
                observer.batch(LOOP, messages.size(), Duration.between(now, clock.instant()));
            }
        }
        if (!busy.isEmpty()) {
            gates.forget();
        }
        return busy.isEmpty() ? IDLE : settings.gap();
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
                if (!store.holdsFromBefore(gate, gate.since())) {
                    store.change(gate, State.FLOWING, now, Gate.ENGINE, "nothing old is held any more", nextAt(now));
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
            LOG.info("participant {} answers again; what is held goes at {} a second", gate.name(), settings.rate());
            return List.of();
        }
        if (!gate.mayLetGo(now)) {
            return List.of();
        }
        List<StoredSaga> held = sagas.held(gate.key(), 1, gate.probes() % PROBED);
        if (held.isEmpty()) {
            held = sagas.held(gate.key(), 1, 0);
        }
        store.letGo(gate, now.plus(settings.probeEvery()), gate.probes() + 1);
        return letGo(gate, held, 1, now);
    }

    private boolean isSilentAgain(Gate gate, Instant now) {
        Instant bound = now.minus(settings.probeEvery());
        return gate.kind() == Kind.PARTICIPANT
                && gate.silences() > 0
                && !gate.heardAfter(bound)
                && !gate.since().isAfter(bound);
    }

    private List<OutgoingMessage> paced(Gate gate, Instant now) {
        int room = Math.min(settings.portion(), settings.maxInFlight() - store.inFlight(gate));
        if (room <= 0 || !gate.mayLetGo(now)) {
            return List.of();
        }
        List<OutgoingMessage> messages = letGo(gate, sagas.held(gate.key(), room + PASSED_OVER, 0), room, now);
        store.letGo(gate, nextAt(now), gate.probes());
        return messages;
    }

    private Instant nextAt(Instant now) {
        return now.plus(settings.gap());
    }

    /** In their order, until so many commands are said; a saga that alone says more goes alone. */
    private List<OutgoingMessage> letGo(Gate gate, List<StoredSaga> held, int commands, Instant now) {
        Map<SagaId, StoredSaga> byId = new LinkedHashMap<>();
        held.forEach(it -> byId.put(it.saga().id(), it));
        Set<String> closed = new HashSet<>(store.closed());
        closed.remove(gate.key());
        SagaSession session = new SagaSession(LOOP, definitions, format, observer, byId, new Moment(now, closed));
        List<GateStore.Released> released = new ArrayList<>();
        int said = 0;
        for (StoredSaga it : held) {
            if (said >= commands || (said > 0 && said + heldCommands(it) > commands)) {
                break;
            }
            try {
                if (session.decide(it.saga().id(), new Input.Release(), null) instanceof Decision.Moved moved
                        && !moved.commands().isEmpty()) {
                    said += moved.commands().size();
                    released.add(new GateStore.Released(
                            it.saga().id().toString(),
                            moved.saga().revision(),
                            moved.commands().size()));
                }
            } catch (RuntimeException failed) {
                // one saga that cannot be decided must not keep the others behind the gate
                LOG.error("cannot let go {} held by {}", it.saga().id(), gate.key(), failed);
            }
        }
        List<OutgoingMessage> messages = session.save(sagas);
        store.released(gate, released);
        return messages;
    }

    private static long heldCommands(StoredSaga stored) {
        return stored.saga().waits().stream().filter(it -> it.heldBy() != null).count();
    }
}
