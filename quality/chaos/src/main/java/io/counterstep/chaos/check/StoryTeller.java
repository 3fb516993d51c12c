package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the smallest story of what went wrong. */
record StoryTeller(Database database, Recording recording, List<Span> faults) {

    /** Of one order there are seldom more than forty. */
    private static final int MAX_LINES = 300;

    private static final int MAX_DETAIL = 160;

    private static final String HISTORY = """
            select at, revision, kind, step, from_state, to_state, coalesce(message, ''), commands, coalesce(detail, '')
              from saga_history where saga_id = ? order by revision
            """;

    private static final String LEDGER = """
            select created_at, updated_at, step, took_effect, request_type, request_body::text, compensation_type
              from saga_ledger where saga_id = ? order by created_at
            """;

    private record Event(Instant at, String source, String what) {}

    /** The story of that order with the fewest records which violates the most basic of the violated invariants. */
    Optional<Story> smallest(List<Violation> violations) {
        return violations.stream()
                .filter(it -> !it.orderId().isEmpty())
                .min(Comparator.comparing(Violation::invariant)
                        .thenComparing(it -> recording.about(it.orderId()).size()))
                .map(it -> of(it.orderId(), violations));
    }

    Story of(String orderId, List<Violation> violations) {
        List<Event> events = new ArrayList<>();
        for (TapeRecord record : recording.about(orderId)) {
            events.add(new Event(Instant.ofEpochMilli(record.timestamp()), record.position(), said(record)));
        }
        String saga = Books.sagaOf(orderId);
        database.each(Service.ORCHESTRATOR, HISTORY, row -> events.add(transition(row)), saga);
        for (Service service : Service.values()) {
            if (service != Service.ORCHESTRATOR) {
                database.each(service, LEDGER, row -> events.addAll(ledger(service, row)), saga);
            }
        }
        events.sort(Comparator.comparing(Event::at));
        Instant begun = events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
        Instant over = events.isEmpty() ? begun : events.getLast().at();
        for (Span fault : faults) {
            if (!fault.from().isAfter(over) && !fault.to().isBefore(begun)) {
                events.add(new Event(fault.from(), "fault", fault.name() + " begins"));
                events.add(new Event(fault.to(), "fault", fault.name() + " ends"));
            }
        }
        return new Story(
                orderId,
                violations.stream().filter(it -> it.orderId().equals(orderId)).toList(),
                begun,
                events.stream()
                        .sorted(Comparator.comparing(Event::at))
                        .limit(MAX_LINES)
                        .map(it ->
                                new Story.Line(it.at().toEpochMilli() - begun.toEpochMilli(), it.source(), it.what()))
                        .toList());
    }

    private static String said(TapeRecord record) {
        TapeRecord.Letter letter = record.letter();
        return (record.type().isEmpty() ? "(no type)" : record.type())
                + (record.injected() ? ", injected: " + record.mark() : "")
                + (letter == null || letter.reason() == null ? "" : ", dead: " + cut(letter.reason()))
                + (letter == null ? "" : " " + cut(letter.body().replaceAll("\\p{Cntrl}", "?")));
    }

    private static Event transition(ResultSet row) throws SQLException {
        String commands = row.getString("commands");
        String detail = row.getString(9);
        return new Event(
                row.getTimestamp("at").toInstant(),
                "saga",
                "%d %s %s, %s → %s%s%s%s"
                        .formatted(
                                row.getInt("revision"),
                                row.getString("kind"),
                                row.getString("step"),
                                row.getString("from_state"),
                                row.getString("to_state"),
                                row.getString(7).isEmpty() ? "" : ", because of " + row.getString(7),
                                commands.isEmpty() ? "" : ", says " + commands,
                                detail.isEmpty() ? "" : " (" + cut(detail) + ")"));
    }

    private static List<Event> ledger(Service service, ResultSet row) throws SQLException {
        List<Event> events = new ArrayList<>();
        String source = "ledger of " + service;
        String step = row.getString("step");
        @Nullable String request = row.getString("request_type");
        @Nullable String compensation = row.getString("compensation_type");
        if (request != null) {
            String effect = row.getBoolean("took_effect") ? "took effect" : "had no effect";
            String what = step + " " + effect + ": " + request + " " + cut(row.getString(6));
            events.add(new Event(row.getTimestamp("created_at").toInstant(), source, what));
        }
        if (compensation != null) {
            String what = request == null
                    ? step + " has a tombstone: " + compensation
                    : step + " was undone: " + compensation;
            events.add(new Event(row.getTimestamp("updated_at").toInstant(), source, what));
        }
        return events;
    }

    private static String cut(String text) {
        return text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text;
    }
}
