package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Preview;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What an operator may do to a saga; each action goes through the same decision and into the history. Thread-safe. */
public final class SagaOperations {

    private static final String LOOP = "operator";

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<SagaStore> sagas;
    private final MessageFormat format;
    private final Publisher publisher;
    private final List<TransactionTemplate> transactions;
    private final SagaObserver observer;
    private final Supplier<Moment> moments;

    /** @param moments says what time it is, and which gates are closed */
    public SagaOperations(
            SagaDefinitions definitions,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            SagaObserver observer,
            Supplier<Moment> moments) {
        this.definitions = definitions;
        this.stores = stores;
        this.sagas = stores.map(it -> new SagaStore(it.jdbc(), format));
        this.format = format;
        this.publisher = publisher;
        this.transactions = stores.map(it -> new TransactionTemplate(it.transactions()));
        this.observer = observer;
        this.moments = moments;
    }

    /**
     * Does what an operator asks for.
     *
     * @return {@link Decision.Ignored}, with the reason, if it cannot be done
     * @throws VersionNotHereException if another instance has to be asked
     */
    public Decision apply(SagaId id, Input.Operation operation) {
        return Objects.requireNonNull(applyIf(id, operation, () -> true));
    }

    /**
     * Does it only if it is still wanted once the saga is locked.
     *
     * @param wanted asked in the saga's transaction
     * @return null if it is not, and nothing is done
     * @throws VersionNotHereException if another instance has to be asked
     * @throws io.counterstep.messaging.PublishFailedException if it is done, but what follows could not be said; the saga's check
     *     will say it
     */
    @Nullable
    Decision applyIf(SagaId id, Input.Operation operation, BooleanSupplier wanted) {
        List<OutgoingMessage> messages = new ArrayList<>();
        int there = stores.of(id);
        SagaStore store = sagas.get(there);
        Decision decision = transactions.get(there).<@Nullable Decision>execute(status -> {
            var locked = store.load(Set.of(id));
            if (!wanted.getAsBoolean()) {
                return null;
            }
            SagaSession session = new SagaSession(LOOP, definitions, format, observer, locked, moments.get());
            Decision decided = session.decide(id, operation, null);
            messages.addAll(session.save(store));
            return decided;
        });
        publisher.publish(messages);
        return decision;
    }

    /**
     * Says what that would do, and does nothing. Between it and the deed the saga may move on.
     *
     * @throws VersionNotHereException if another instance has to be asked
     */
    public OperationPreview preview(SagaId id, Input.Operation operation) {
        return preview(peek(id), operation);
    }

    /** @param stored as it was peeked at; null if there is none */
    OperationPreview preview(@Nullable SagaInstance stored, Input.Operation operation) {
        if (stored == null) {
            return new OperationPreview.Refused(Decision.Reason.UNKNOWN_SAGA);
        }
        Moment moment = moments.get();
        SagaInstance saga = met(stored, moment);
        return switch (Preview.of(definitions.serving(saga, operation), saga, operation, moment)) {
            case Preview.Refused refused -> new OperationPreview.Refused(refused.reason());
            case Preview.Effect effect -> shown(effect);
        };
    }

    /** As it is now, without a lock. */
    @Nullable
    SagaInstance peek(SagaId id) {
        return sagas.get(stores.of(id)).peek(id).map(StoredSaga::saga).orElse(null);
    }

    /** The same of several, those of a database in one query; those that cannot be read are left out. */
    Map<SagaId, SagaInstance> peek(Collection<SagaId> ids) {
        Map<SagaId, SagaInstance> peeked = new HashMap<>();
        stores.divide(ids)
                .forEach((store, those) -> sagas.get(store)
                        .peek(those)
                        .forEach(it -> peeked.put(it.saga().id(), it.saga())));
        return peeked;
    }

    /** As it would be if it were met now. */
    private SagaInstance met(SagaInstance stored, Moment moment) {
        return definitions.met(stored, moment.now()).saga();
    }

    private OperationPreview.Effect shown(Preview.Effect effect) {
        SagaInstance after = effect.after();
        return new OperationPreview.Effect(
                after.id().toString(),
                after.state().status().name(),
                Progress.of(after).waiting().stream().map(SagaQueries::wait).toList(),
                after.outcomes(),
                effect.commands().stream().map(this::shown).toList(),
                effect.irreversible());
    }

    private OperationPreview.Command shown(OutgoingCommand it) {
        String type = it.command().type().name();
        String body = null;
        String problem = null;
        try {
            body = format.encode(it.key(), type, it.payload()).toString();
        } catch (IllegalArgumentException tooLarge) {
            problem = tooLarge.getMessage();
        }
        var participant = it.command().participant();
        return new OperationPreview.Command(
                it.id().toString(), type, participant.name(), participant.commandTopic(), it.key(), body, problem);
    }

    /**
     * The operation that takes a reply for given.
     *
     * @param fields the reply's own fields, as a JSON object
     * @throws AssumedReplyException if that type does not answer the step, or the fields do not fit it
     * @throws VersionNotHereException if another instance has to be asked
     */
    public Input.Resolve assume(SagaId id, String step, String type, String fields, String by, String why) {
        return assume(id, peek(id), step, type, fields, by, why);
    }

    /** @param stored as it was peeked at; null if there is none */
    Input.Resolve assume(
            SagaId id, @Nullable SagaInstance stored, String step, String type, String fields, String by, String why) {
        List<MessageType<?>> answers = stored == null ? List.of() : answers(met(stored, moments.get()), step);
        return new Input.Resolve(
                step, type, new AssumedReply(format, id.key(), step, answers).body(type, fields), by, why);
    }

    private List<MessageType<?>> answers(SagaInstance saga, String step) {
        return saga.waits().stream()
                .filter(it -> it.step().equals(step))
                .flatMap(it -> answers(saga, it).stream())
                .toList();
    }

    private List<MessageType<?>> answers(SagaInstance saga, Outstanding wait) {
        return definitions
                .version(saga.id().definition(), saga.version())
                .answers(wait.step(), wait.command().action());
    }
}
