package io.counterstep.orchestrator;

import io.counterstep.core.decide.Moment;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which gates are closed, and who closed them. All instances share them through the database, the first if there are several;
 * what one changes the others see within {@link #REFRESH}. Thread-safe.
 */
public final class Gates {

    private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

    /** How old an instance's view of the gates may be. */
    static final Duration REFRESH = Duration.ofMillis(500);

    /** How often an instance tells the others whom it has heard. */
    private static final Duration TELL = Duration.ofSeconds(1);

    /** The most lines of one gate's history that are shown. */
    public static final int MAX_HISTORY = 100;

    private final SagaDefinitions definitions;
    private final GateStore store;
    private final List<HeldSagas> held;
    private final TransactionTemplate transaction;
    private final RecoverySettings settings;
    private final InstantSource clock;
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();
    private volatile @Nullable Snapshot snapshot;

    private record Snapshot(Instant at, Set<String> closed) {
        boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(REFRESH));
        }
    }

    public Gates(SagaDefinitions definitions, SagaStores stores, RecoverySettings settings, InstantSource clock) {
        this.definitions = definitions;
        this.store = new GateStore(stores.first().jdbc());
        this.held = stores.map(it -> new HeldSagas(it.jdbc()));
        this.transaction = new TransactionTemplate(stores.first().transactions());
        this.settings = settings;
        this.clock = clock;
    }

    /** Now, with the gates that are closed; may ask the database, in the caller's transaction if there is one. */
    public Moment moment() {
        Instant now = clock.instant();
        Snapshot known = snapshot;
        if (known == null || !known.isFresh(now)) {
            known = new Snapshot(now, store.closed());
            snapshot = known;
        }
        return new Moment(now, known.closed());
    }

    /** Those of these gates at which {@link Recovery} looks after what they hold, whether they are closed or not. */
    Set<String> lookedAfter(Set<String> holding) {
        if (holding.isEmpty()) {
            return Set.of();
        }
        Set<String> known = store.known();
        known.retainAll(holding);
        return known;
    }

    /** How many gates this instance knows to be closed. */
    public int closed() {
        Snapshot known = snapshot;
        return known == null ? 0 : known.closed().size();
    }

    /** The next moment is asked from the database. */
    void forget() {
        snapshot = null;
    }

    /** That participant has answered something. */
    void heard(String participant, Instant now) {
        heard.merge(participant, now, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Tells the other instances whom this one has heard; at once if one was given up already. */
    void tell() {
        heard.forEach((participant, at) -> {
            Instant before = told.get(participant);
            boolean urgent = moment().closed().contains(Moment.participant(participant));
            if (before == null || at.isAfter(urgent ? before : before.plus(TELL))) {
                store.heard(participant, at);
                told.put(participant, at);
            }
        });
    }

    /**
     * Those participants left so many commands unanswered; too much of it closes their gate. Runs in the caller's
     * transaction if that is on the gates' database, else in its own, so that it counts even if the caller's is undone.
     *
     * @param readUpTo what was answered by then is heard
     * @return true if a gate has closed
     */
    boolean silent(Map<String, Integer> commands, Instant now, Instant readUpTo) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean tripped = false;
            for (Map.Entry<String, Integer> each : new TreeMap<>(commands).entrySet()) {
                if (!each.getKey().equals(ChildSagas.PARTICIPANT.name())) {
                    tripped |= silent(each.getKey(), each.getValue(), now, readUpTo);
                }
            }
            return tripped;
        }));
    }

    private boolean silent(String participant, int commands, Instant now, Instant readUpTo) {
        Gate gate = store.lock(Kind.PARTICIPANT, participant, now);
        Instant here = heard.get(participant);
        if (here != null && !gate.heardAfter(here)) {
            store.heard(participant, here);
            gate = store.lock(Kind.PARTICIPANT, participant, now);
        }
        int silences = gate.silences() + commands;
        boolean tooMany = settings.threshold() > 0 && silences >= settings.threshold();
        if (gate.isClosed() || !tooMany || gate.heardAfter(readUpTo.minus(settings.probeEvery()))) {
            store.silent(participant, commands);
            return false;
        }
        String why = silences + " commands unanswered beyond their time, last answer "
                + (gate.heardAt() == null ? "never" : gate.heardAt());
        store.change(gate, State.TRIPPED, now, Gate.ENGINE, why, now.plus(settings.probeEvery()));
        LOG.warn(
                "participant {} does not answer: {}; its commands are held, one saga tries every {}",
                participant,
                why,
                settings.probeEvery());
        return true;
    }

    /**
     * Closes a gate until an operator opens it: its commands are held, replies are still taken.
     *
     * @return false if an operator has closed it before, or there is no such participant or definition
     */
    public boolean pause(Kind kind, String name, String by, String why) {
        return knows(kind, name) && change(kind, name, State.PAUSED, Set.of(State.PAUSED), by, why);
    }

    /**
     * Opens a gate: what it holds goes at the paced rate, the oldest first.
     *
     * @return false if it is not closed, or there is no such participant or definition
     */
    public boolean resume(Kind kind, String name, String by, String why) {
        return change(kind, name, State.RECOVERING, Set.of(State.FLOWING, State.RECOVERING), by, why);
    }

    private boolean change(Kind kind, String name, State to, Set<State> notFrom, String by, String why) {
        Instant now = clock.instant();
        boolean changed = Boolean.TRUE.equals(transaction.execute(status -> {
            Gate gate = store.lock(kind, name, now);
            if (notFrom.contains(gate.state())) {
                status.setRollbackOnly();
                return false;
            }
            store.change(gate, to, now, by, why, null);
            LOG.info("gate {}: {} -> {} by {}: {}", gate.key(), gate.state(), to, by, why);
            return true;
        }));
        forget();
        return changed;
    }

    /** Whether there is such a participant, or such a definition, here. */
    public boolean knows(Kind kind, String name) {
        return switch (kind) {
            case DEFINITION -> definitions.newest(name) != null;
            case PARTICIPANT -> definitions.participants().containsKey(name);
        };
    }

    /** Those of these gates to which anything ever happened, by what a decision knows them by. */
    Map<String, Gate> named(Set<String> keys) {
        Map<String, Gate> found = new TreeMap<>();
        if (!keys.isEmpty()) {
            store.all().stream().filter(it -> keys.contains(it.key())).forEach(it -> found.put(it.key(), it));
        }
        return found;
    }

    /** The gates that were ever closed or heard, participants first. */
    public List<Gate.View> list() {
        Map<String, Long> sagas = HeldSagas.sum(held, HeldSagas::counts);
        Map<String, Long> commands = HeldSagas.sum(held, HeldSagas::inFlight);
        return store.all().stream()
                .map(it -> it.view(sagas.getOrDefault(it.key(), 0L), commands.getOrDefault(it.key(), 0L)))
                .toList();
    }

    /** That gate; flowing since ever if nothing has happened to it. */
    public Gate.View view(Kind kind, String name) {
        return list().stream()
                .filter(it -> it.kind() == kind && it.name().equals(name))
                .findFirst()
                .orElseGet(() -> Gate.View.untouched(kind, name));
    }

    /** Who opened and closed it, and why; the newest first, at most {@link #MAX_HISTORY}. */
    public List<Gate.Change> history(Kind kind, String name) {
        return store.history(kind, name, MAX_HISTORY);
    }
}
