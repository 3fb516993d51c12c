package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Reading;
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
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The safety net: finds sagas whose check is due, sends their command again or times their step out. Whatever was lost,
 * a command, a reply or a process, is found here. Nothing is late while its answer is known to lie unread: sagas are
 * checked as of the time up to which replies are read, and where they live in several databases not at all while one is
 * away, since the loops wait for it too. Thread-safe; any number of instances share the work.
 */
public final class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private static final String LOOP = "checks";
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<Part> parts;
    private final MessageFormat format;
    private final Publisher publisher;
    private final Gates gates;
    private final Reading replies;
    private final SagaObserver observer;
    private final InstantSource clock;
    private final int limit;

    private record Part(SagaStore store, TransactionTemplate transaction) {}

    /**
     * @param replies nothing is late whose answer may lie unread
     * @param limit the most sagas that one tick takes, of each database
     */
    public Checks(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            Gates gates,
            Reading replies,
            SagaObserver observer,
            InstantSource clock,
            int limit) {
        this.definitions = definitions;
        this.stores = stores;
        this.parts = stores.map(it -> new Part(new SagaStore(it.jdbc(), format), it.readCommitted()));
        this.format = format;
        this.publisher = publisher;
        this.gates = gates;
        this.replies = replies;
        this.observer = observer;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Does one bounded piece of work. If publishing fails after the commit, the next check says the commands again.
     *
     * @return how many sagas were due, at most the limit; of several databases, in the one with the most
     */
    public int tick() {
        stores.requireAll();
        int most = 0;
        for (Part part : parts) {
            most = Math.max(most, tick(part));
        }
        return most;
    }

    private int tick(Part part) {
        Instant now = clock.instant();
        Instant readUpTo = replies.upTo();
        List<OutgoingMessage> messages = new ArrayList<>();
        Integer checked = part.transaction().execute(status -> {
            List<StoredSaga> due = part.store().due(readUpTo, definitions.checked(), limit);
            messages.addAll(check(part.store(), due, now, readUpTo));
            return due.size();
        });
        publisher.publish(messages);
        return checked == null ? 0 : checked;
    }

    private List<OutgoingMessage> check(SagaStore store, List<StoredSaga> due, Instant now, Instant readUpTo) {
        Map<SagaId, StoredSaga> sagas = new LinkedHashMap<>();
        due.forEach(it -> sagas.put(it.saga().id(), it.checkedAt(null)));
        Moment moment = new Moment(now, closed(due, now, readUpTo), readUpTo);
        SagaSession session = new SagaSession(LOOP, definitions, format, observer, sagas, moment);
        List<StoredSaga> quiet = new ArrayList<>();
        for (StoredSaga it : due) {
            try {
                if (!(session.decide(it.saga().id(), new Input.Check(), null) instanceof Decision.Moved)) {
                    quiet.add(it.rearmed());
                }
            } catch (RuntimeException failed) {
                // one saga that cannot be decided must not keep the others from their checks
                LOG.error("cannot check {}, next try in {}", it.saga().id(), AFTER_FAILURE, failed);
                quiet.add(it.checkedAt(now.plus(AFTER_FAILURE)));
            }
        }
        store.rearm(quiet);
        return session.save(store);
    }

    /** A gate that closes because of these holds these already: nobody times out who only waits for one that is away. */
    private Set<String> closed(List<StoredSaga> due, Instant now, Instant readUpTo) {
        Map<String, Integer> silences = Silences.of(due, definitions, readUpTo);
        if (!silences.isEmpty() && gates.silent(silences, now, readUpTo)) {
            gates.forget();
        }
        // what a gate has held and still holds goes at its pace, not because it is looked at
        Set<String> closed = new HashSet<>(gates.lookedAfter(holding(due)));
        closed.addAll(gates.moment().closed());
        return closed;
    }

    private static Set<String> holding(List<StoredSaga> due) {
        Set<String> holding = new HashSet<>();
        due.forEach(it -> it.saga().heldBy().ifPresent(holding::add));
        return holding;
    }
}
