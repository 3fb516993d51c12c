package io.counterstep.orchestrator;

import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dead letters in PostgreSQL. Runs in the caller's transaction. Thread-safe. */
final class DeadLetterStore {

    private static final String PARK = """
            insert into saga_dead_letter (found_at, source_topic, source, business_key, type, saga_id, reason, stack, died_at,
                                          shortened, record_key, value, header_names, header_values, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (found_at) do nothing""";

    private static final String COLUMNS = """
            select id, state, source, business_key, type, saga_id, reason, stack, died_at, shortened, value,
                   header_names, header_values
            from saga_dead_letter
            """;

    private static final String HISTORY = """
            select at, kind, by_whom, why from saga_dead_letter_history where dead_letter_id = ? order by line""";

    private static final String LOCK = "select state, shortened, value from saga_dead_letter where id = ? for update";

    private static final String CHANGE =
            "update saga_dead_letter set state = ?, value = ?, changed_at = ? where id = ?";

    private static final String APPEND = """
            insert into saga_dead_letter_history (dead_letter_id, line, at, kind, by_whom, why, value_before)
            select ?, coalesce(max(line), 0) + 1, ?, ?, ?, ?, ? from saga_dead_letter_history where dead_letter_id = ?""";

    private static final String NEXT = """
            select id, source_topic, record_key, value, header_names, header_values
            from saga_dead_letter where state = 'REPLAYING' order by id limit ? for update skip locked""";

    private static final String DONE =
            "update saga_dead_letter set state = 'REPLAYED', changed_at = ? where id = any(?)";

    private final JdbcTemplate jdbc;

    DeadLetterStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is kept of a letter while an operator changes it. */
    record Locked(State state, boolean shortened, byte @Nullable [] value) {}

    /** One whose turn it is, as it goes out. */
    record Outgoing(
            long id, String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> headers) {}

    /** Does nothing with a letter that is known. */
    void park(ConsumerRecord<byte[], byte[]> letter, Instant now) {
        String source = header(letter, DeadLetter.SOURCE);
        String topic = letter.topic().substring(0, letter.topic().length() - DeadLetter.TOPIC_SUFFIX.length());
        String command = header(letter, Records.IN_REPLY_TO);
        List<String> names = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (Header it : letter.headers()) {
            if (!it.key().startsWith(DeadLetter.HEADER_PREFIX)) {
                names.add(it.key());
                values.add(it.value() == null ? new byte[0] : it.value());
            }
        }
        jdbc.update(
                PARK,
                IncomingMessage.position(letter),
                topic,
                source == null ? topic : source,
                key(letter),
                header(letter, Records.TYPE),
                command == null ? null : command.replaceFirst("/[^/]*/[^/]*$", ""),
                orElse(header(letter, DeadLetter.REASON), "no reason given"),
                header(letter, DeadLetter.STACK),
                Timestamp.from(diedAt(letter, now)),
                length(letter),
                letter.key(),
                letter.value(),
                names.toArray(String[]::new),
                values.toArray(byte[][]::new),
                Timestamp.from(now));
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> letter) {
        String subject = header(letter, Records.SUBJECT);
        return subject == null ? text(letter.key()) : subject;
    }

    private static Instant diedAt(ConsumerRecord<byte[], byte[]> letter, Instant now) {
        String time = header(letter, DeadLetter.TIME);
        try {
            return time == null ? now : Instant.parse(time);
        } catch (DateTimeException unreadable) {
            return now;
        }
    }

    private static @Nullable Integer length(ConsumerRecord<byte[], byte[]> letter) {
        String length = header(letter, DeadLetter.SHORTENED);
        return length == null || !length.matches("\\d{1,9}") ? null : Integer.valueOf(length);
    }

    List<ParkedLetter> search(LetterFilter filter) {
        StringBuilder sql = new StringBuilder(COLUMNS).append("where true");
        List<Object> arguments = new ArrayList<>();
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
        sql.append(" order by id desc limit ?");
        arguments.add(filter.limit() + 1);
        return jdbc.query(sql.toString(), (row, n) -> letter(row, List.of()), arguments.toArray());
    }

    private static void where(StringBuilder sql, List<Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    Optional<ParkedLetter> find(long id) {
        return jdbc.query(COLUMNS + "where id = ?", (row, n) -> letter(row, history(id)), id).stream()
                .findFirst();
    }

    private List<ParkedLetter.Line> history(long id) {
        return jdbc.query(
                HISTORY,
                (row, n) -> new ParkedLetter.Line(
                        row.getTimestamp("at").toInstant(),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("by_whom"),
                        row.getString("why")),
                id);
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
                                row.getBytes("value")),
                        id)
                .stream()
                .findFirst()
                .orElse(null);
    }

    void change(
            long id,
            Locked before,
            State state,
            byte @Nullable [] value,
            Kind kind,
            String by,
            String why,
            Instant now) {
        jdbc.update(CHANGE, state.name(), value, Timestamp.from(now), id);
        byte[] lost = kind == Kind.EDITED ? before.value() : null;
        jdbc.update(APPEND, id, Timestamp.from(now), kind.name(), by, why, lost, id);
    }

    /** Those whose turn it is, the oldest first, locked; what another instance has locked is left to it. */
    List<Outgoing> next(int limit) {
        return jdbc.query(
                NEXT,
                (row, n) -> new Outgoing(
                        row.getLong("id"),
                        row.getString("source_topic"),
                        row.getBytes("record_key"),
                        row.getBytes("value"),
                        headers(row)),
                limit);
    }

    void done(List<Outgoing> published, Instant now) {
        jdbc.update(
                DONE, Timestamp.from(now), published.stream().map(Outgoing::id).toArray(Long[]::new));
    }

    private static ParkedLetter letter(ResultSet row, List<ParkedLetter.Line> history) throws SQLException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers(row).forEach((name, value) -> headers.put(name, orElse(text(value), value.length + " bytes")));
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
                row.getString("stack"),
                row.getTimestamp("died_at").toInstant(),
                whole ? null : shortened,
                text(row.getBytes("value")),
                headers,
                history);
    }

    private static Map<String, byte[]> headers(ResultSet row) throws SQLException {
        Object[] names = (Object[]) row.getArray("header_names").getArray();
        Object[] values = (Object[]) row.getArray("header_values").getArray();
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            headers.put(String.valueOf(names[i]), (byte[]) values[i]);
        }
        return headers;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    /** Null if it is no UTF-8, or has a character that no text column takes. */
    private static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
