package io.counterstep.orchestrator;

import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dead letters in PostgreSQL. Runs in the caller's transaction. Thread-safe. */
final class DeadLetterStore {

    private static final String PARK = """
            insert into saga_dead_letter (identity, source_topic, source, business_key, type, saga_id, reason, stack, died_at,
                                          shortened, record_key, value, header_names, header_values, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (identity) do nothing""";

    private static final String LIST = """
            select id, state, source, business_key, type, saga_id, reason, died_at
            from saga_dead_letter
            where\s""";

    private static final String FIND = """
            select id, state, source, business_key, type, saga_id, reason, died_at,
                   stack, shortened, value, header_names, header_values
            from saga_dead_letter
            where id = ?""";

    private static final String HISTORY = """
            select at, kind, by_whom, why, substring(value_before from 1 for ?) as before
            from saga_dead_letter_history where dead_letter_id = ? order by line desc limit ?""";

    private static final String LOCK =
            "select state, shortened, value, claimed_until from saga_dead_letter where id = ? for update";

    private static final String CHANGE =
            "update saga_dead_letter set state = ?, claimed_until = null, changed_at = ? where id = ?";

    private static final String EDIT =
            "update saga_dead_letter set value = ?, shortened = null, changed_at = ? where id = ?";

    private static final String APPEND = """
            insert into saga_dead_letter_history (dead_letter_id, line, at, kind, by_whom, why, value_before)
            select ?, coalesce(max(line), 0) + 1, ?, ?, ?, ?, ? from saga_dead_letter_history where dead_letter_id = ?""";

    /** Who waits for a row that another operator has changed meanwhile finds it in another state, and leaves it out. */
    private static final String CHOOSE = "select id from saga_dead_letter where %s order by id limit ? for update";

    /**
     * Not in one statement with the choice: only one that begins when the rows are locked sees each line that was written to
     * their histories before.
     */
    private static final String CHANGE_ALL = """
            with changed as (
                update saga_dead_letter set state = ?, claimed_until = null, changed_at = ? where id = any(?)
                returning id
            )
            insert into saga_dead_letter_history (dead_letter_id, line, at, kind, by_whom, why)
            select id,
                   coalesce((select max(line) from saga_dead_letter_history h where h.dead_letter_id = changed.id), 0) + 1,
                   ?, ?, ?, ?
            from changed""";

    private static final String CAN_BE_REPLAYED = " and shortened is null and value is not null";

    private static final String IS_NOT_CLAIMED = " and (claimed_until is null or claimed_until <= ?)";

    private static final String PARKED = """
            select count(*) from (select from saga_dead_letter where state = 'PARKED' limit ?) as parked""";

    private static final String PURGE = """
            delete from saga_dead_letter
            where id in (select id from saga_dead_letter
                         where state in ('REPLAYED', 'DISCARDED') and changed_at < ?
                         order by changed_at limit ? for update skip locked)""";

    private final JdbcTemplate jdbc;

    DeadLetterStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is kept of a letter while an operator changes it.
     *
     * @param claimedUntil until when it is being published at the longest; null if it is not
     */
    record Locked(
            State state,
            boolean shortened,
            byte @Nullable [] value,
            @Nullable Instant claimedUntil) {}

    /** Does nothing with those that are known. */
    void park(List<FoundLetter> letters, Instant now) {
        jdbc.batchUpdate(
                PARK,
                letters.stream()
                        .map(it -> new @Nullable Object[] {
                            it.identity(),
                            it.topic(),
                            it.source(),
                            it.key(),
                            it.type(),
                            it.saga(),
                            it.reason(),
                            it.stack(),
                            Timestamp.from(it.diedAt()),
                            it.shortened(),
                            it.recordKey(),
                            it.value(),
                            // no text has a NUL in PostgreSQL, a header's name may
                            it.headers().stream()
                                    .map(header -> header.key().replace('\0', ' '))
                                    .toArray(String[]::new),
                            it.headers().stream().map(Header::value).toArray(byte[][]::new),
                            Timestamp.from(now)
                        })
                        .toList());
    }

    /** The newest first, one more than asked for if there is one. */
    List<ParkedLetter.Summary> search(LetterFilter filter) {
        List<Object> arguments = new ArrayList<>();
        String where = where(filter, arguments);
        arguments.add(filter.limit() + 1);
        return jdbc.query(
                LIST + where + " order by id desc limit ?",
                (row, n) -> new ParkedLetter.Summary(
                        row.getLong("id"),
                        State.valueOf(row.getString("state")),
                        row.getString("source"),
                        row.getString("business_key"),
                        row.getString("type"),
                        row.getString("saga_id"),
                        row.getString("reason"),
                        row.getTimestamp("died_at").toInstant()),
                arguments.toArray());
    }

    private static String where(LetterFilter filter, List<Object> arguments) {
        StringBuilder sql = new StringBuilder("true");
        where(
                sql,
                arguments,
                " and state = ?",
                filter.state() == null ? null : filter.state().name());
        where(sql, arguments, " and source_topic = ?", filter.topic());
        where(sql, arguments, " and business_key = ?", filter.key());
        where(
                sql,
                arguments,
                " and saga_id = ?",
                filter.saga() == null ? null : filter.saga().toString());
        where(sql, arguments, " and id < ?", filter.before());
        return sql.toString();
    }

    private static void where(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    Optional<ParkedLetter> find(long id) {
        return jdbc.query(FIND, (row, n) -> letter(row, history(id)), id).stream()
                .findFirst();
    }

    private List<ParkedLetter.Line> history(long id) {
        return jdbc.query(
                        HISTORY,
                        (row, n) -> new ParkedLetter.Line(
                                row.getTimestamp("at").toInstant(),
                                Kind.valueOf(row.getString("kind")),
                                row.getString("by_whom"),
                                row.getString("why"),
                                before(row.getBytes("before"))),
                        ParkedLetter.MAX_BEFORE,
                        id,
                        ParkedLetter.MAX_HISTORY)
                .reversed();
    }

    private static @Nullable String before(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** @return null if there is none */
    @Nullable
    Locked lock(long id) {
        return jdbc
                .query(
                        LOCK,
                        (row, n) -> new Locked(
                                State.valueOf(row.getString("state")),
                                row.getObject("shortened") != null,
                                row.getBytes("value"),
                                SagaStore.instant(row.getTimestamp("claimed_until"))),
                        id)
                .stream()
                .findFirst()
                .orElse(null);
    }

    void change(long id, State state, Kind kind, String by, String why, Instant now) {
        jdbc.update(CHANGE, state.name(), Timestamp.from(now), id);
        append(id, kind, by, why, null, now);
    }

    void edit(long id, Locked before, byte[] value, String by, String why, Instant now) {
        jdbc.update(EDIT, value, Timestamp.from(now), id);
        append(id, Kind.EDITED, by, why, before.value(), now);
    }

    private void append(long id, Kind kind, String by, String why, byte @Nullable [] before, Instant now) {
        jdbc.update(APPEND, id, Timestamp.from(now), kind.name(), by, why, before, id);
    }

    /**
     * Changes those that are found, the oldest first: of those to be replayed, those that can be; none that is being published.
     *
     * @param most takes the place of the filter's limit
     */
    int changeAll(LetterFilter filter, int most, State state, Kind kind, String by, String why, Instant now) {
        List<Object> arguments = new ArrayList<>();
        Timestamp at = Timestamp.from(now);
        String where = where(filter, arguments) + IS_NOT_CLAIMED + (state == State.REPLAYING ? CAN_BE_REPLAYED : "");
        arguments.addAll(List.of(at, most));
        List<Long> chosen = jdbc.query(CHOOSE.formatted(where), (row, n) -> row.getLong("id"), arguments.toArray());
        if (chosen.isEmpty()) {
            return 0;
        }
        Long[] ids = chosen.toArray(Long[]::new);
        return jdbc.update(CHANGE_ALL, state.name(), at, ids, at, kind.name(), by, why);
    }

    /** How many wait for an operator; counts no further than that. */
    int parked(int atMost) {
        Integer parked = jdbc.queryForObject(PARKED, Integer.class, atMost);
        return parked == null ? 0 : parked;
    }

    /** @return how many */
    int purge(Instant before, int limit) {
        return jdbc.update(PURGE, Timestamp.from(before), limit);
    }

    private static ParkedLetter letter(ResultSet row, List<ParkedLetter.Line> history) throws SQLException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers(row).forEach(it -> headers.put(it.key(), text(it.value())));
        int shortened = row.getInt("shortened");
        boolean whole = row.wasNull();
        return new ParkedLetter(
                row.getLong("id"),
                State.valueOf(row.getString("state")),
                row.getString("source"),
                row.getString("business_key"),
                row.getString("type"),
                row.getString("saga_id"),
                row.getString("reason"),
                row.getTimestamp("died_at").toInstant(),
                row.getString("stack"),
                whole ? null : shortened,
                FoundLetter.text(row.getBytes("value")),
                headers,
                history);
    }

    static List<Header> headers(ResultSet row) throws SQLException {
        Object[] names = (Object[]) row.getArray("header_names").getArray();
        Object[] values = (Object[]) row.getArray("header_values").getArray();
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            headers.add(new RecordHeader(String.valueOf(names[i]), (byte[]) values[i]));
        }
        return headers;
    }

    private static String text(byte @Nullable [] value) {
        String text = FoundLetter.text(value);
        if (text != null) {
            return text;
        }
        return value == null ? "" : value.length + " bytes";
    }
}
