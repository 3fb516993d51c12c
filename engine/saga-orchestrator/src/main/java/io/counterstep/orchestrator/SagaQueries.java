package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
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

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    static final String COLUMNS = """
            id, definition, version, business_key, state, step, coalesce(attention, reason) as reason,
            parent, started_at, updated_at, progress, facts""";

    private static final String FIND = "select " + COLUMNS + " from saga where id = ?";

    static final String LINES = """
            select revision, at, kind, step, from_state, to_state, message, commands, detail
            from saga_history where saga_id = ?""";

    private static final String HISTORY = LINES + " order by revision";

    /** How long a search may take; who looks must not hold connections that sagas need. */
    static final int QUERY_SECONDS = 10;

    private final SagaStores stores;
    private final List<JdbcTemplate> readers;
    private final SagaSearch search;

    public SagaQueries(SagaDefinitions definitions, SagaStores stores, InstantSource clock) {
        this(definitions, stores, clock, SagaSearch.LOOK);
    }

    /** @param look the most rows of a database that one page looks at */
    SagaQueries(SagaDefinitions definitions, SagaStores stores, InstantSource clock, int look) {
        this.stores = stores;
        this.readers = stores.map(it -> reader(it.jdbc()));
        this.search = new SagaSearch(definitions, stores, readers, clock, look);
    }

    /** Gives up after {@link #QUERY_SECONDS}. */
    static JdbcTemplate reader(JdbcTemplate jdbc) {
        JdbcTemplate reader = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        reader.setQueryTimeout(QUERY_SECONDS);
        return reader;
    }

    public Optional<SagaView> find(SagaId id) {
        return where(id).query(FIND, (row, n) -> view(row, true), id.toString()).stream()
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
     * The newest sagas first, after a look at no more than {@value SagaSearch#LOOK} of them in each database.
     *
     * @param limit the most sagas in the answer, 1 to {@value #MAX_LIMIT}
     * @param cursor from the page before, opaque; null for the first
     * @throws IllegalArgumentException if the limit is beyond its bounds, or the cursor is none
     */
    public SagaView.Page search(SagaFilter filter, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", found " + limit);
        }
        return search.page(filter, limit, cursor == null ? null : SagaCursor.decode(cursor));
    }

    static SagaView view(ResultSet row, boolean withFacts) throws SQLException {
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
