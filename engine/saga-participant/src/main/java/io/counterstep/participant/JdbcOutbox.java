package io.counterstep.participant;

import io.counterstep.core.message.Event;
import io.counterstep.messaging.MessageFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox as a table; the {@link OutboxRelay} is woken by each commit. Thread-safe. */
public final class JdbcOutbox implements Outbox {

    /** The ids rise in the order of the arrays, since the relay publishes in the order of the ids. */
    private static final String INSERT = """
            insert into saga_outbox (topic, business_key, type, body)
            select ?, n.business_key, ?, n.body::json
            from unnest(?::text[], ?::text[]) with ordinality as n (business_key, body, position)
            order by n.position""";

    /** The oldest are published first, so what is left is one run of ids, with gaps at most. */
    private static final String SPAN = "select coalesce(max(id) - min(id) + 1, 0) from saga_outbox";

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
        addAll(event, same -> key, List.of(payload));
    }

    @Override
    public <E> void addAll(Event<E> event, Function<? super E, String> key, List<E> payloads) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("cannot add " + event.type() + " for "
                    + payloads.stream().map(key).toList()
                    + " to the outbox: no transaction is active, so call it inside the one that makes the fact true");
        }
        if (payloads.isEmpty()) {
            return;
        }
        String type = event.type().name();
        String[] keys = payloads.stream().map(key).toArray(String[]::new);
        String[] bodies = new String[keys.length];
        for (int i = 0; i < keys.length; i++) {
            bodies[i] = format.encode(keys[i], type, payloads.get(i)).toString();
        }
        jdbc.update(INSERT, event.participant().eventTopic(), type, keys, bodies);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                relay.wake();
            }
        });
    }

    @Override
    public long unpublished() {
        return Objects.requireNonNull(jdbc.queryForObject(SPAN, Long.class));
    }
}
