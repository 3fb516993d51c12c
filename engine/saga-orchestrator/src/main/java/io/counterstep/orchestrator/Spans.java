package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as people say them, seen from one moment. */
record Spans(Instant now) {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** For example {@code 12 s ago}. */
    String ago(Instant then) {
        Duration past = Duration.between(then, now);
        return past.toMillis() < 1_000 ? "just now" : text(past) + " ago";
    }

    /** For example {@code in 12 s}; {@code now} if it is due. */
    String in(Instant then) {
        Duration left = Duration.between(now, then);
        return left.isPositive() ? "in " + text(left) : "now";
    }

    /** For example {@code for 12 s}. */
    String since(Instant then) {
        return "for " + text(Duration.between(then, now));
    }

    /** Its two largest units at most; nothing is rounded up. */
    static String text(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 1) {
            return "less than 1 s";
        }
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return both(seconds / MINUTE, "min", seconds % MINUTE, "s");
        }
        return seconds < DAY
                ? both(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min")
                : both(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }

    private static String both(long large, String unit, long small, String smaller) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
    }

    /** For example {@code for the 3rd time}. */
    static String time(int number) {
        boolean teen = number / 10 % 10 == 1;
        String ending = teen
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return "for the " + number + ending + " time";
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
