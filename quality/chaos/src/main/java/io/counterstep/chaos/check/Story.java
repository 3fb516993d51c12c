package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to one order, line by line in its time: the violation with the fewest records says most. */
final class Story {

    private static final int MOST_LINES = 80;
    private static final int WIDTH = 100;

    private Story() {}

    private record Line(long at, String text) {}

    static List<String> of(List<Violation> violations, Tape tape, Rows rows, List<Span> faults) {
        Map<String, Integer> sizes = new HashMap<>();
        tape.entries().forEach(it -> sizes.merge(String.valueOf(it.orderId()), 1, Integer::sum));
        return violations.stream()
                .filter(it -> it.orderId() != null)
                .min(Comparator.comparing(it -> sizes.getOrDefault(it.orderId(), 0)))
                .map(it -> tell(it, String.valueOf(it.orderId()), tape, rows, faults))
                .orElse(List.of());
    }

    private static List<String> tell(Violation violation, String orderId, Tape tape, Rows rows, List<Span> faults) {
        List<Line> lines = new ArrayList<>();
        for (Entry it : tape.entries()) {
            if (orderId.equals(it.orderId())) {
                lines.add(new Line(
                        it.timestamp(),
                        "%-22s %s%s".formatted(it.type(), place(it), it.injected() ? "  (injected)" : "")));
            }
        }
        rows.all(
                        Service.ORCHESTRATOR,
                        """
                                select (extract(epoch from h.at) * 1000)::bigint, h.revision, h.kind, h.step, h.to_state, h.detail
                                  from saga_history h join saga s on s.id = h.saga_id where s.business_key = '%s'
                                 order by h.revision""".formatted(orderId.replace("'", "")),
                        row -> new Line(
                                row.getLong(1),
                                "   saga, revision %d: %s %s, %s%s"
                                        .formatted(
                                                row.getInt(2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getString(5),
                                                detail(row.getString(6)))))
                .forEach(lines::add);
        for (Service service : Facts.PARTICIPANTS) {
            rows.all(
                            service,
                            """
                                    select (extract(epoch from created_at) * 1000)::bigint, step, took_effect, request_type,
                                           compensation_type from saga_ledger where saga_id = 'fulfil-order:%s'"""
                                    .formatted(orderId.replace("'", "")),
                            row -> new Line(
                                    row.getLong(1),
                                    "   ledger of %s: %s, request %s, compensation %s%s"
                                            .formatted(
                                                    service,
                                                    row.getString(2),
                                                    row.getString(4),
                                                    row.getString(5),
                                                    row.getBoolean(3) ? ", took effect" : "")))
                    .forEach(lines::add);
        }
        long begin = lines.stream().mapToLong(Line::at).min().orElse(0);
        long end = lines.stream().mapToLong(Line::at).max().orElse(0);
        for (Span it : faults) {
            if (it.from().toEpochMilli() <= end && it.to().toEpochMilli() >= begin) {
                lines.add(new Line(it.from().toEpochMilli(), "!! " + it.name()));
                lines.add(new Line(it.to().toEpochMilli(), "!! over: " + it.name()));
            }
        }
        lines.sort(Comparator.comparingLong(Line::at));
        List<String> story = new ArrayList<>();
        story.add("The smallest story: " + violation);
        story.add("From " + Instant.ofEpochMilli(begin) + ", in seconds:");
        lines.stream().limit(MOST_LINES).forEach(it -> story.add(shortened(
                String.format(Locale.ROOT, "%+8.3f  %s", (it.at() - begin) / 1e3, it.text()))));
        if (lines.size() > MOST_LINES) {
            story.add("... and %d lines more".formatted(lines.size() - MOST_LINES));
        }
        return List.copyOf(story);
    }

    private static String place(Entry entry) {
        String note = entry.note() == null ? "" : " " + entry.note();
        return entry.topic() + "/" + entry.partition() + " @" + entry.offset() + note;
    }

    private static String detail(@Nullable String detail) {
        return detail == null ? "" : ": " + detail;
    }

    private static String shortened(String line) {
        return line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line;
    }
}
