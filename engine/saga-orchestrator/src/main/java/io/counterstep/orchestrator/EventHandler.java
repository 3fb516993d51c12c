package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.UnreadableMessageException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orchestrator's side of the loop, for the sagas of one database: starts and replies in, commands out. Thread-safe. */
public final class EventHandler implements BatchHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EventHandler.class);

    private static final String PURGED = "PURGED_SAGA";
    private static final String STALE_PAGE = "STALE_PAGE";

    private final String loop;
    private final Share share;
    private final SagaDefinitions definitions;
    private final Set<String> startTopics;
    private final Voices voices;
    private final Interpreter interpreter;
    private final SagaStores stores;
    private final int here;
    private final SagaStore store;
    private final RecentSagas recent;
    private final AuditPages pages;
    private final MessageFormat format;
    private final Gates gates;
    private final SagaObserver observer;
    private final InstantSource clock;

    /**
     * @param loop this party's name in logs and metrics
     * @param share which part of the messages it handles
     * @param strictTopics refuse replies that are not on their participant's event topic
     * @param here the place of its database among the stores; what is for a saga of another is passed over
     */
    public EventHandler(
            String loop,
            Share share,
            SagaDefinitions definitions,
            boolean strictTopics,
            SagaStores stores,
            int here,
            MessageFormat format,
            Gates gates,
            SagaObserver observer,
            InstantSource clock) {
        this.loop = loop;
        this.share = share;
        this.definitions = definitions;
        this.startTopics = definitions.startTopics();
        this.voices = new Voices(definitions);
        this.interpreter = new Interpreter(definitions, strictTopics);
        this.stores = stores;
        this.here = here;
        this.store = new SagaStore(stores.get(here).jdbc(), format);
        this.recent = stores.recent(here);
        this.pages = new AuditPages(definitions, strictTopics, stores.first().jdbc());
        this.format = format;
        this.gates = gates;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public Outcome handle(List<IncomingMessage> batch) {
        List<DeadLetter> rejected = new ArrayList<>();
        List<IncomingMessage> answered = new ArrayList<>();
        List<Delivery> deliveries = interpret(batch, rejected, answered);
        voices.of(deliveries).forEach(it -> gates.heard(it, clock.instant()));
        Set<SagaId> wanted = deliveries.stream().map(Delivery::saga).collect(Collectors.toSet());
        try {
            Outcome outcome = handle(deliveries, wanted, rejected);
            for (IncomingMessage page : answered) {
                if (!pages.take(page)) {
                    observer.loops().ignored(loop, STALE_PAGE);
                }
            }
            return outcome;
        } catch (RuntimeException failed) {
            recent.forget();
            throw failed;
        }
    }

    private Outcome handle(List<Delivery> deliveries, Set<SagaId> wanted, List<DeadLetter> rejected) {
        Map<SagaId, StoredSaga> known = recent.take(wanted);
        wanted.removeAll(known.keySet());
        SagaStore.Loaded loaded = store.begin(wanted, share == Share.STARTS);
        Turn turn = decide(deliveries, loaded.with(known), known.keySet());
        boolean begun = !wanted.isEmpty();
        if (turn.doubtful()) {
            // what seems to change nothing may only seem so, to a memory that is behind
            Map<SagaId, StoredSaga> locked = begun
                    ? store.load(known.keySet())
                    : store.begin(known.keySet(), false).sagas();
            turn = decide(deliveries, loaded.with(locked), Set.of());
            begun = true;
        }
        rejected.addAll(turn.rejected());
        SagaSession.Write write = begun ? store::save : store::beginWithSave;
        return new Outcome(turn.session().save(write, recent::committed), rejected);
    }

    /**
     * The batch as decided from some state of its sagas.
     *
     * @param doubtful whether a decision from memory moved nothing
     */
    private record Turn(SagaSession session, List<DeadLetter> rejected, boolean doubtful) {}

    private Turn decide(List<Delivery> deliveries, SagaStore.Loaded from, Set<SagaId> fromMemory) {
        SagaSession session = new SagaSession(loop, definitions, format, observer, from.sagas(), gates.moment());
        List<DeadLetter> rejected = new ArrayList<>();
        boolean doubtful = false;
        for (Delivery delivery : deliveries) {
            if (from.purged().contains(delivery.saga())) {
                LOG.debug("{} comes late: saga {} is purged", delivery.message().type(), delivery.saga());
                session.ignored(PURGED);
                continue;
            }
            Decision decision = session.decide(
                    delivery.saga(), delivery.input(), delivery.message().trace());
            doubtful |= !(decision instanceof Decision.Moved) && fromMemory.contains(delivery.saga());
            if (isForNobody(decision, delivery.input()) && share.knowsWhetherItIsForNobody(delivery, startTopics)) {
                rejected.add(new DeadLetter(delivery.message().record(), "there is no saga " + delivery.saga()));
            }
        }
        return new Turn(session, rejected, doubtful);
    }

    /** @param answered takes what is for the audit, once: it comes to the first database, and both loops may read it */
    private List<Delivery> interpret(
            List<IncomingMessage> batch, List<DeadLetter> rejected, List<IncomingMessage> answered) {
        List<Delivery> deliveries = new ArrayList<>(batch.size());
        for (IncomingMessage message : batch) {
            try {
                if (AuditPages.isPage(message)) {
                    pages.require(message);
                    if (here == 0 && share != Share.STARTS) {
                        answered.add(message);
                    }
                    continue;
                }
                for (Delivery delivery : interpreter.interpret(message)) {
                    if (stores.of(delivery.saga()) == here && share.includes(delivery, startTopics)) {
                        deliveries.add(delivery);
                    }
                }
            } catch (UnreadableMessageException unreadable) {
                if (putsUnreadableAside()) {
                    rejected.add(DeadLetter.of(message.record(), unreadable));
                }
            }
        }
        return deliveries;
    }

    /** Once is enough: the other loop reads the same records. */
    @Override
    public boolean putsUnreadableAside() {
        return share != Share.STARTS;
    }

    /** A reply to a saga that never was is somebody's mistake; a wish to cancel one may just have come first. */
    private static boolean isForNobody(Decision decision, Input input) {
        return decision instanceof Decision.Ignored ignored
                && ignored.reason() == Decision.Reason.UNKNOWN_SAGA
                && (input instanceof Input.Reply || input instanceof Input.Failure);
    }

    /** Nobody is told: the saga's own check will send its command again, and time out in the end. */
    @Override
    public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
        return List.of();
    }
}
