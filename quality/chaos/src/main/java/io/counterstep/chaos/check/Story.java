package io.counterstep.chaos.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to one order, in time.
 *
 * @param violations all that is wrong with this order, the most basic first
 * @param begun when the first line happened
 */
public record Story(String orderId, List<Violation> violations, Instant begun, List<Line> lines) {

    /** The most characters of a line of {@link #text()}. */
    public static final int WIDTH = 100;

    private static final String INDENT = " ".repeat(12);

    public Story {
        violations = List.copyOf(violations);
        lines = List.copyOf(lines);
    }

    /**
     * One thing that happened.
     *
     * @param millis since the first
     * @param source where it is written: a topic's name with partition and offset, {@code saga}, {@code ledger} with the
     *     service, or {@code fault}
     */
    public record Line(long millis, String source, String what) {}

    /** For people: plain lines of at most {@value #WIDTH} characters. */
    public List<String> text() {
        List<String> text = new ArrayList<>();
        text.addAll(wrapped(orderId.isEmpty() ? "No single order:" : "Order " + orderId + ", from " + begun, ""));
        violations.forEach(it -> text.addAll(wrapped("  " + it.invariant() + ": " + it.what(), "      ")));
        for (Line line : lines) {
            String time = "%+10.3f  ".formatted(line.millis() / 1e3);
            text.addAll(wrapped(time + "%-26s ".formatted(line.source()) + line.what(), INDENT + " ".repeat(27)));
        }
        return text;
    }

    private static List<String> wrapped(String line, String indent) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > WIDTH) {
            int space = rest.lastIndexOf(' ', WIDTH);
            int cut = space > indent.length() + 10 ? space : WIDTH;
            parts.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut).stripLeading();
        }
        parts.add(rest);
        return parts;
    }
}
