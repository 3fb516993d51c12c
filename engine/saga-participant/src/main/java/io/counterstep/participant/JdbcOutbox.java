package io.counterstep.participant;

import io.counterstep.core.message.Event;
import io.counterstep.messaging.MessageFormat;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox as a table; the {@link OutboxRelay} is woken by each commit. Thread-safe. */
public final class JdbcOutbox implements Outbox {

    private static final String INSERT = """
            insert into saga_outbox (topic, business_key, type, body) values (?, ?, ?, ?::json)""";

    private final JdbcTemplate jdbc;
    private final MessageFormat format;
    private final OutboxRelay relay;

    public JdbcOutbox(JdbcTemplate jdbc, MessageFormat format, OutboxRelay relay) {
        this.jdbc = jdbc;
        this.format = format;
        this.relay = relay;
    }

    @Override
    public <E> void add(Event<E> event, String key, E payload) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("cannot add " + event.type() + " for " + key
                    + " to the outbox: no transaction is active, so call it inside the one that makes the fact true");
        }
        String type = event.type().name();
        jdbc.update(
                INSERT,
                event.participant().eventTopic(),
                key,
                type,
                format.encode(key, type, payload).toString());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                relay.wake();
            }
        });
    }
}
