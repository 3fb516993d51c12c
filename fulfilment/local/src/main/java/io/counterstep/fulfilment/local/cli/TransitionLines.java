package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A saga's transitions as lines: time since the saga's start by the orchestrator's clock, the step, what arrived, what
 * was sent. Remembers the first transition it was given as the start.
 */
final class TransitionLines {

    private static final int TIME_WIDTH = 12;

    private final Palette palette;
    private @Nullable Instant start;

    TransitionLines(Palette palette) {
        this.palette = palette;
    }

    String line(JsonNode transition) {
        String prefix = String.format("%s  %-10s ", time(transition), Json.show(transition, "step"));
        String kind = Json.show(transition, "kind");
        String arrived = what(transition, kind);
        String line = Texts.wrap(
                prefix, sent(transition, kind).isEmpty() ? arrived : arrived + " → " + sent(transition, kind));
        // Painted after wrapping: colours take no room.
        return line.replaceFirst(Pattern.quote(arrived), Matcher.quoteReplacement(painted(kind, arrived)))
                + detail(transition, kind);
    }

    private String time(JsonNode transition) {
        Instant at = Instant.parse(Json.show(transition, "at"));
        Instant first = start == null ? at : start;
        start = first;
        return String.format(
                Locale.ROOT,
                "%" + (TIME_WIDTH - 3) + "s ms",
                Texts.number(Duration.between(first, at).toMillis()));
    }

    /** The message that arrived, or what happened when none did. */
    private static String what(JsonNode transition, String kind) {
        String message = Json.text(transition, "message");
        return message == null ? kind.toLowerCase(Locale.ROOT).replace('_', ' ') : message;
    }

    private static String sent(JsonNode transition, String kind) {
        List<String> commands = transition
                .path("commands")
                .valueStream()
                .map(it -> it.asString(""))
                .toList();
        if (!commands.isEmpty()) {
            return String.join(", ", commands);
        }
        return switch (kind) {
            case "COMPLETED", "CANCELED", "ATTENTION_NEEDED" -> "saga " + Json.show(transition, "to");
            default -> "";
        };
    }

    private String painted(String kind, String text) {
        return switch (kind) {
            case "STEP_SUCCEEDED", "COMPLETED" -> palette.green(text);
            case "STEP_REFUSED", "STEP_FAILED", "STEP_TIMED_OUT", "ATTENTION_NEEDED" -> palette.red(text);
            case "STEP_COMPENSATED", "CANCEL_REQUESTED", "CANCELED" -> palette.yellow(text);
            default -> text;
        };
    }

    /** A canceled saga's detail repeats the reason its refused step already gave. */
    private String detail(JsonNode transition, String kind) {
        String detail = Json.text(transition, "detail");
        if (detail == null || detail.isBlank() || kind.equals("CANCELED")) {
            return "";
        }
        String wrapped = Texts.wrap(" ".repeat(TIME_WIDTH + 13), detail);
        return "\n" + palette.faint(wrapped);
    }
}
