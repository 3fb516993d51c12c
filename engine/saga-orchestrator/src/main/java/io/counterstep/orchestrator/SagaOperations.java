package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an operator may do to a saga; each action goes through the same decision and into the history. Thread-safe. */
public final class SagaOperations {

    private static final String LOOP = "operator";

    private final SagaDefinitions definitions;
    private final SagaStore store;
    private final MessageFormat format;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final LoopObserver observer;
    private final InstantSource clock;

    public SagaOperations(
            SagaDefinitions definitions,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            Publisher publisher,
            LoopObserver observer,
            InstantSource clock) {
        this.definitions = definitions;
        this.store = new SagaStore(jdbc, format);
        this.format = format;
        this.publisher = publisher;
        this.transaction = new TransactionTemplate(transactions);
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Does what an operator asks for.
     *
     * @return {@link Decision.Ignored}, with the reason, if it cannot be done
     */
    public Decision apply(SagaId id, Input.Operation operation) {
        List<OutgoingMessage> messages = new ArrayList<>();
        Decision decision = transaction.execute(status -> {
            SagaSession session = new SagaSession(
                    LOOP, definitions, format, observer, store.load(Set.of(id)), Moment.at(clock.instant()));
            Decision decided = session.decide(id, operation, null);
            messages.addAll(session.save(store));
            return decided;
        });
        publisher.publish(messages);
        return decision;
    }
}
