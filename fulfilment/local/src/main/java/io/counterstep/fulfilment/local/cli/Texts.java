package io.counterstep.fulfilment.local.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How values are written for people, and how people write them. */
final class Texts {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Texts() {}

    /**
     * {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h} or ISO 8601 ({@code PT1M30S}).
     *
     * @throws CliFailure if it is none of them
     */
    static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (!matcher.matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException wrong) {
                throw CliFailure.usage("'" + text + "' is not a duration such as 500ms, 30s, 5m, 1h or PT1M30S", wrong);
            }
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** How long ago, in its largest unit: {@code 3s}, {@code 5m}, {@code 2h}, {@code 9d}; empty if unknown. */
    static String age(String instant, Instant now) {
        if (instant.isEmpty()) {
            return "";
        }
        Duration age = Duration.between(Instant.parse(instant), now);
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    /** {@code {"currency":"KRW","minorUnits":258000}} reads {@code KRW 258,000}; empty if it is no money. */
    static String money(JsonNode money) {
        String code = Json.show(money, "currency");
        if (code.isEmpty()) {
            return "";
        }
        return money(code, BigDecimal.valueOf(money.path("minorUnits").asLong(0)));
    }

    static String money(String currency, BigDecimal minorUnits) {
        int digits = digits(currency);
        return ("%s %,." + digits + "f").formatted(currency, minorUnits.movePointLeft(digits));
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return 0; // shown in minor units rather than not at all
        }
    }

    static @Nullable String upperCase(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** {@code 900 B}, {@code 12 KiB}, {@code 3.4 MiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1024 * 1024
                ? bytes / 1024 + " KiB"
                : String.format(Locale.ROOT, "%,.1f MiB", bytes / (1024.0 * 1024.0));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number of that answer, of which there may be more if the answer says so. */
    static String counted(JsonNode answer, long number) {
        return (isAtLeast(answer) ? "at least " : "") + number(number);
    }

    /** Whether there are more than were counted, as the answer says under {@code counted}. */
    static boolean isAtLeast(JsonNode answer) {
        return Json.show(answer, "counted").equals("AT_LEAST");
    }

    /** The text after the prefix, broken (at spaces where it can) to fit; later lines are indented below the first. */
    static String wrap(String prefix, String text) {
        int room = Math.max(1, Table.WIDTH - prefix.length());
        StringBuilder wrapped = new StringBuilder(prefix);
        String rest = text.strip();
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            wrapped.append(rest, 0, end).append('\n').append(" ".repeat(prefix.length()));
            rest = rest.substring(end).stripLeading();
        }
        return wrapped.append(rest).toString();
    }
}
