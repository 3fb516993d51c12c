package io.counterstep.fulfilment.order;

import io.counterstep.core.message.Event;
import io.counterstep.participant.Outbox;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An outbox that nobody empties: a table that shows which events would have been published. */
@NullMarked
class RecordingOutbox implements Outbox {

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcTemplate jdbc;
    private final AtomicBoolean failing = new AtomicBoolean();

    RecordingOutbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.execute("""
                create table if not exists recorded_event (
                    position bigint generated always as identity, type text, key text, payload text)
                """);
    }

    record Recorded(String type, String key, JsonNode payload) {}

    @Override
    public <E> void add(Event<E> event, String key, E payload) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("no transaction is active");
        }
        jdbc.update(
                "insert into recorded_event (type, key, payload) values (?, ?, ?)",
                event.type().name(),
                key,
                JSON.writeValueAsString(payload));
        if (failing.getAndSet(false)) {
            throw new IllegalStateException("this outbox was told to fail");
        }
    }

    @Override
    public long unpublished() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from recorded_event", Long.class));
    }

    /** The next event is written, and then the call fails. */
    void failOnce() {
        failing.set(true);
    }

    List<Recorded> events() {
        return jdbc.query(
                "select type, key, payload from recorded_event order by position",
                (row, number) -> new Recorded(row.getString(1), row.getString(2), JSON.readTree(row.getString(3))));
    }

    List<String> types() {
        return events().stream().map(Recorded::type).toList();
    }
}
