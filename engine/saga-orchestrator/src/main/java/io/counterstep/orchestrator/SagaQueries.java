package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads sagas and their history, without locks. Where sagas live in several databases, those that started at the same moment
 * are listed one database after the other. Thread-safe.
 */
public final class SagaQueries {

    private static final String COLUMNS = """
            select id, definition, version, business_key, state, step, coalesce(attention, reason) as reason,
                   parent, started_at, updated_at, progress, facts
            from saga
            """;

    private static final String HISTORY = """
            select revision, at, kind, step, from_state, to_state, message, commands, detail
            from saga_history where saga_id = ? order by revision""";

    /** How long a search may take; who looks must not hold connections that sagas need. */
    static final int QUERY_SECONDS = 10;

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<JdbcTemplate> readers;
    private final InstantSource clock;

    public SagaQueries(SagaDefinitions definitions, SagaStores stores, InstantSource clock) {
        this.definitions = definitions;
        this.stores = stores;
        this.readers = stores.map(it -> reader(it.jdbc()));
        this.clock = clock;
    }

    /** Gives up after {@link #QUERY_SECONDS}. */
    static JdbcTemplate reader(JdbcTemplate jdbc) {
        JdbcTemplate reader = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        reader.setQueryTimeout(QUERY_SECONDS);
        return reader;
    }

    public Optional<SagaView> find(SagaId id) {
        return where(id).query(COLUMNS + "where id = ?", (row, n) -> view(row, true), id.toString()).stream()
                .findFirst();
    }

    /** @return empty if there is no such saga */
    public Optional<SagaView.History> history(SagaId id) {
        List<SagaView.Entry> entries = where(id).query(HISTORY, (row, n) -> entry(row), id.toString());
        return entries.isEmpty() ? Optional.empty() : Optional.of(new SagaView.History(id.toString(), entries));
    }

    private JdbcTemplate where(SagaId id) {
        return readers.get(stores.of(id));
    }

    /**
     * The newest sagas first.
     *
     * @throws IllegalArgumentException if the cursor is none
     */
    public SagaView.Page search(SagaFilter filter) {
        SagaCursor cursor = filter.cursor() == null ? null : SagaCursor.decode(filter.cursor());
        List<SagaView> found = new ArrayList<>();
        for (int store = 0; store < stores.count(); store++) {
            found.addAll(search(filter, cursor, store));
        }
        if (stores.count() > 1) {
            // stable, so that each database's own order stays among those of one moment
            found.sort(Comparator.comparing(SagaView::startedAt).reversed());
        }
        if (found.size() <= filter.limit()) {
            return new SagaView.Page(found, null);
        }
        List<SagaView> page = List.copyOf(found.subList(0, filter.limit()));
        SagaView last = page.getLast();
        return new SagaView.Page(page, new SagaCursor(last.startedAt(), last.id()).encode());
    }

    /** One more than the limit, so that one sees whether that is all. */
    private List<SagaView> search(SagaFilter filter, @Nullable SagaCursor cursor, int store) {
        StringBuilder sql = new StringBuilder(COLUMNS).append("where true");
        List<Object> arguments = new ArrayList<>();
        where(
                sql,
                arguments,
                " and state = ?",
                filter.state() == null ? null : filter.state().name());
        if (filter.state() != null && !filter.state().isFinal()) {
            // the index of unfinished sagas serves
            sql.append(" and ended_at is null");
        }
        where(sql, arguments, " and definition = ?", filter.definition());
        where(sql, arguments, " and id = any(?)", filter.key() == null ? null : ids(filter.key()));
        where(sql, arguments, " and ? = any(string_to_array(step, ' '))", filter.step());
        where(sql, arguments, " and started_at <= ?", before(filter.minAge()));
        if (cursor != null) {
            behind(sql, arguments, cursor, store);
        }
        sql.append(" order by started_at desc, id desc limit ?");
        arguments.add(filter.limit() + 1);
        return readers.get(store).query(sql.toString(), (row, n) -> view(row, false), arguments.toArray());
    }

    /** Of those that started at the cursor's moment, earlier databases have shown theirs, later ones have not. */
    private void behind(StringBuilder sql, List<Object> arguments, SagaCursor cursor, int store) {
        int shown = stores.of(SagaId.parse(cursor.id()));
        arguments.add(Timestamp.from(cursor.startedAt()));
        if (store == shown) {
            sql.append(" and (started_at, id) < (?, ?)");
            arguments.add(cursor.id());
        } else {
            sql.append(store < shown ? " and started_at < ?" : " and started_at <= ?");
        }
    }

    /** A key is searched by the ids it can have, so that it needs no index of its own. */
    private Object ids(String key) {
        return definitions.newest().stream().map(it -> it.id(key).toString()).toArray(String[]::new);
    }

    private @Nullable Timestamp before(@Nullable Duration age) {
        return age == null ? null : Timestamp.from(clock.instant().minus(age));
    }

    private static void where(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    private static SagaView view(ResultSet row, boolean withFacts) throws SQLException {
        Progress progress = Progress.read(row.getString("progress"));
        return new SagaView(
                row.getString("id"),
                row.getString("definition"),
                row.getInt("version"),
                row.getString("business_key"),
                row.getString("state"),
                row.getString("step"),
                row.getString("reason"),
                row.getString("parent"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                progress.waiting().stream().map(SagaQueries::wait).toList(),
                progress.known(),
                withFacts ? row.getString("facts") : null);
    }

    static SagaView.Wait wait(Progress.Wait it) {
        return new SagaView.Wait(
                it.step(),
                it.action(),
                it.attempt(),
                it.failures(),
                it.resendAt(),
                it.deadline(),
                it.heldBy(),
                it.stuck());
    }

    static SagaView.Entry entry(ResultSet row) throws SQLException {
        String commands = row.getString("commands");
        Instant at = row.getTimestamp("at").toInstant();
        return new SagaView.Entry(
                row.getInt("revision"),
                at,
                row.getString("kind"),
                row.getString("step"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("message"),
                commands.isEmpty() ? List.of() : List.of(commands.split(" ", -1)),
                row.getString("detail"));
    }
}
