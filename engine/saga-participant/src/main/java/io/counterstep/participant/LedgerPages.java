package io.counterstep.participant;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.messaging.FreshPlans;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the ledger in pages, for an audit: by its primary key, without locks. Runs in the caller's transaction. Thread-safe.
 */
final class LedgerPages {

    /** The most rows of a page; more than any one saga has, so that a page always holds a whole one. */
    static final int MAX_ROWS = 500;

    /** About as many bytes has a page at the most, so that it fits whatever a producer is allowed to send. */
    static final int MAX_BYTES = 64 * 1024;

    /** What an entry needs besides its names. */
    private static final int ENTRY_BYTES = 90;

    /** Sagas began by another machine's clock, so what the ledger has is told to begin so much later. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final String COLUMNS = """
            select saga_id, step, took_effect, request_type, compensation_type, updated_at from saga_ledger
            """;

    private static final String NEXT = COLUMNS + "where saga_id > ? order by saga_id, step limit ?";

    private static final String THESE = COLUMNS + "where saga_id = any(?) order by saga_id, step";

    private final JdbcTemplate jdbc;
    private final Handlers handlers;
    private final LedgerMemory memory;

    LedgerPages(JdbcTemplate jdbc, Handlers handlers, LedgerMemory memory) {
        this.jdbc = jdbc;
        this.handlers = handlers;
        this.memory = memory;
    }

    private record Row(
            String saga, LedgerPage.Entry entry, @Nullable String requestType) {}

    /** The page that is asked for. */
    LedgerPage read(LedgerAudit asked, Instant now) {
        FreshPlans.inThisTransaction(jdbc);
        List<String> named = asked.sagas();
        List<Row> rows = named == null
                ? jdbc.query(NEXT, (row, n) -> row(row), asked.after() == null ? "" : asked.after(), MAX_ROWS)
                : jdbc.query(THESE, (row, n) -> row(row), (Object)
                        named.stream().limit(LedgerAudit.MAX_SAGAS).toArray(String[]::new));
        boolean more = named == null && rows.size() == MAX_ROWS;
        List<LedgerPage.Steps> sagas = grouped(withExistence(rows));
        if (more && sagas.size() > 1) {
            // the last one may be cut off
            sagas.removeLast();
        }
        int fitting = named == null ? fitting(sagas) : sagas.size();
        return new LedgerPage(
                asked.run(),
                asked.participant(),
                asked.question(),
                sagas.subList(0, fitting),
                more || fitting < sagas.size(),
                since(now));
    }

    private @Nullable Instant since(Instant now) {
        Instant since = memory.rowsSince(now);
        return since == null ? null : since.plus(CLOCKS_DIFFER);
    }

    private static Row row(ResultSet row) throws SQLException {
        boolean tookEffect = row.getBoolean("took_effect");
        boolean undone = row.getString("compensation_type") != null;
        String requestType = row.getString("request_type");
        LedgerPage.Effect effect = requestType == null
                ? LedgerPage.Effect.TOMBSTONE
                : !tookEffect
                        ? LedgerPage.Effect.REFUSED
                        : undone ? LedgerPage.Effect.UNDONE : LedgerPage.Effect.IN_FORCE;
        var entry = new LedgerPage.Entry(
                row.getString("step"), effect, row.getTimestamp("updated_at").toInstant(), null);
        return new Row(row.getString("saga_id"), entry, requestType);
    }

    /** Asks the participant's own checks, each once for all rows that it is about. */
    private List<Row> withExistence(List<Row> rows) {
        Map<String, Set<String>> keys = new HashMap<>();
        for (Row row : rows) {
            if (row.requestType() != null && handlers.auditOf(row.requestType()) != null) {
                keys.computeIfAbsent(row.requestType(), type -> new HashSet<>()).add(key(row.saga()));
            }
        }
        Map<String, Set<String>> there = new HashMap<>();
        keys.forEach((type, asked) -> {
            var audit = handlers.auditOf(type);
            if (audit != null) {
                there.put(type, Set.copyOf(audit.apply(List.copyOf(asked))));
            }
        });
        return rows.stream()
                .map(it -> {
                    Set<String> found = it.requestType() == null ? null : there.get(it.requestType());
                    LedgerPage.Entry entry = it.entry();
                    return found == null
                            ? it
                            : new Row(
                                    it.saga(),
                                    new LedgerPage.Entry(
                                            entry.step(), entry.effect(), entry.at(), found.contains(key(it.saga()))),
                                    it.requestType());
                })
                .toList();
    }

    /** Not parsed, since a row that nobody should have written must not keep the others from being told. */
    private static String key(String saga) {
        return saga.substring(saga.indexOf(':') + 1);
    }

    private static List<LedgerPage.Steps> grouped(List<Row> rows) {
        List<LedgerPage.Steps> sagas = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= rows.size(); i++) {
            if (i == rows.size() || !rows.get(i).saga().equals(rows.get(from).saga())) {
                sagas.add(new LedgerPage.Steps(
                        rows.get(from).saga(),
                        rows.subList(from, i).stream().map(Row::entry).toList()));
                from = i;
            }
        }
        return sagas;
    }

    /** How many of them fit; at least one. */
    private static int fitting(List<LedgerPage.Steps> sagas) {
        int bytes = 0;
        for (int i = 0; i < sagas.size(); i++) {
            LedgerPage.Steps it = sagas.get(i);
            bytes += it.saga().getBytes(StandardCharsets.UTF_8).length
                    + ENTRY_BYTES * (1 + it.steps().size());
            bytes += it.steps().stream().mapToInt(step -> step.step().length()).sum();
            if (bytes > MAX_BYTES && i > 0) {
                return i;
            }
        }
        return sagas.size();
    }
}
