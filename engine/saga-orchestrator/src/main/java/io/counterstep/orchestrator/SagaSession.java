package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.OutgoingReply;
import io.counterstep.core.decide.Status;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The sagas that one transaction is about: decides input by input, then saves all at once. Used by one thread. */
final class SagaSession {

    private static final Logger LOG = LoggerFactory.getLogger("io.counterstep.saga");

    private final String loop;
    private final SagaDefinitions definitions;
    private final MessageFormat format;
    private final SagaObserver observer;
    private final Moment moment;
    private final Map<SagaId, StoredSaga> sagas;
    private final Set<SagaId> fresh = new HashSet<>();
    private final Set<SagaId> moved = new LinkedHashSet<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final List<String> ignoredFor = new ArrayList<>();

    SagaSession(
            String loop,
            SagaDefinitions definitions,
            MessageFormat format,
            SagaObserver observer,
            Map<SagaId, StoredSaga> sagas,
            Moment moment) {
        this.loop = loop;
        this.definitions = definitions;
        this.format = format;
        this.observer = observer;
        this.sagas = sagas;
        this.moment = moment;
    }

    /** One line of a saga's history. */
    record Line(SagaId saga, Transition transition) {}

    /** Decides and remembers what follows; returns the decision. */
    Decision decide(SagaId id, Input input, @Nullable String trace) {
        StoredSaga stored = met(id, sagas.get(id));
        SagaDefinition<?> definition =
                stored == null ? definitions.newest(id.definition()) : definitions.serving(stored.saga(), input);
        Decision decision = definition == null
                ? new Decision.Ignored(Decision.Reason.UNKNOWN_SAGA)
                : Decider.decide(definition, stored == null ? null : stored.saga(), input, moment);
        switch (decision) {
            case Decision.Moved move -> move(id, stored, move, trace);
            case Decision.Repeated repeated -> {
                repeated.commands().forEach(it -> messages.add(message(it, trace)));
                tell(repeated.reply(), trace);
            }
            case Decision.Ignored ignored -> {
                if (ignored.reason() != Decision.Reason.NOTHING_DUE) {
                    ignored(ignored.reason().name());
                }
            }
        }
        return decision;
    }

    private void move(SagaId id, @Nullable StoredSaga stored, Decision.Moved move, @Nullable String trace) {
        List<OutgoingMessage> said = new ArrayList<>();
        List<Input.Unsendable> unsendable = new ArrayList<>();
        for (OutgoingCommand command : move.commands()) {
            try {
                said.add(message(command, trace));
            } catch (IllegalArgumentException tooLarge) {
                if (stored == null) {
                    // a saga that cannot say its first word does not start
                    throw tooLarge;
                }
                unsendable.add(new Input.Unsendable(command.id(), String.valueOf(tooLarge.getMessage())));
            }
        }
        remember(id, stored, move);
        messages.addAll(said);
        tell(move.reply(), trace);
        unsendable.forEach(it -> decide(id, it, trace));
    }

    private void tell(@Nullable OutgoingReply reply, @Nullable String trace) {
        if (reply != null) {
            String type = reply.type().name();
            messages.add(new OutgoingMessage(
                    ChildSagas.PARTICIPANT.eventTopic(),
                    reply.key(),
                    type,
                    reply.inReplyTo() + "/" + type,
                    reply.inReplyTo(),
                    trace,
                    format.encode(reply.key(), type, reply.payload())));
        }
    }

    /** Something had no effect, for that reason; counted once the batch is saved. */
    void ignored(String reason) {
        ignoredFor.add(reason);
    }

    /** As it goes on here; the row of one that had to be moved is written with the rest. */
    private @Nullable StoredSaga met(SagaId id, @Nullable StoredSaga stored) {
        if (stored == null) {
            return null;
        }
        SagaDefinitions.Met met = definitions.met(stored.saga(), moment.now());
        if (met.moved() == null) {
            return stored;
        }
        StoredSaga there = stored.moved(met.saga());
        sagas.put(id, there);
        moved.add(id);
        lines.add(new Line(id, met.moved()));
        return there;
    }

    private void remember(SagaId id, @Nullable StoredSaga before, Decision.Moved move) {
        if (before == null) {
            fresh.add(id);
        }
        sagas.put(id, before == null ? StoredSaga.fresh(move.saga()) : before.moved(move.saga()));
        moved.add(id);
        if (move.transition() != null) {
            lines.add(new Line(id, move.transition()));
        }
    }

    private OutgoingMessage message(OutgoingCommand it, @Nullable String trace) {
        String key = it.key();
        String type = it.command().type().name();
        return new OutgoingMessage(
                it.command().participant().commandTopic(),
                key,
                type,
                it.id().toString(),
                null,
                trace,
                format.encode(key, type, it.payload()));
    }

    /** Writes what changed; returns what is to be published after the commit. */
    List<OutgoingMessage> save(SagaStore store) {
        return save(store::save, saga -> {});
    }

    /** @param committed is told each changed saga after the commit */
    List<OutgoingMessage> save(Write write, Consumer<StoredSaga> committed) {
        List<StoredSaga> inserts = new ArrayList<>();
        List<StoredSaga> updates = new ArrayList<>();
        for (SagaId id : moved) {
            StoredSaga saga = sagas.get(id);
            if (saga != null) {
                (fresh.contains(id) ? inserts : updates).add(saga);
            }
        }
        write.save(inserts, updates, lines, moment.now());
        lines.forEach(SagaSession::log);
        ignoredFor.forEach(it -> observer.loops().ignored(loop, it));
        afterCommit(() -> {
            inserts.forEach(it -> committed.accept(it.written()));
            updates.forEach(it -> committed.accept(it.written()));
            lines.forEach(it -> observer.moved(it.saga(), it.transition()));
        });
        return messages;
    }

    /** How the store takes new sagas, changed ones and lines. */
    interface Write {
        void save(List<StoredSaga> inserts, List<StoredSaga> updates, List<Line> lines, Instant now);
    }

    private static void afterCommit(Runnable told) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                told.run();
            }
        });
    }

    private static void log(Line line) {
        Transition transition = line.transition();
        if (transition.to() == Status.NEEDS_ATTENTION) {
            LOG.warn("{} needs attention at {}: {}", line.saga(), transition.step(), transition.detail());
        } else {
            LOG.info(
                    "{} {} {}: {} -> {}, says {}",
                    line.saga(),
                    transition.step(),
                    transition.kind(),
                    transition.from(),
                    transition.to(),
                    transition.commands());
        }
    }
}
