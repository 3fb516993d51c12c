package io.counterstep.fulfilment.orchestrator.console;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** Texts, numbers and times in one language. Immutable. */
record Words(MessageSource messages, Locale locale) {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** @throws org.springframework.context.NoSuchMessageException if there is no such text */
    String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    /** What one of several values is called, such as a state; the value itself if it is none that is known here. */
    String label(String kind, String value) {
        return String.valueOf(messages.getMessage(kind + "." + value, null, value, locale));
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** As far as it was counted: {@code AT_LEAST} or to the end. */
    String number(long number, String counted) {
        return counted.equals("AT_LEAST") ? text("count.at-least", number(number)) : number(number);
    }

    /** The two largest units that it has, such as {@code 3 min 2 s}; below a second in milliseconds. */
    String duration(Duration duration) {
        Duration length = duration.abs();
        if (length.toDays() > 0) {
            return two("day", length.toDays(), "hour", length.toHoursPart());
        }
        if (length.toHours() > 0) {
            return two("hour", length.toHours(), "minute", length.toMinutesPart());
        }
        if (length.toMinutes() > 0) {
            return two("minute", length.toMinutes(), "second", length.toSecondsPart());
        }
        if (length.toSeconds() >= 10) {
            return text("unit.second", number(length.toSeconds()));
        }
        if (length.toSeconds() > 0) {
            return text("unit.second", decimal(length.toMillis() / 1000.0));
        }
        return text("unit.millisecond", number(length.toMillis()));
    }

    /** How long ago, or in how long. */
    String since(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.abs().toSeconds() < 1) {
            return text("time.now");
        }
        return text(age.isNegative() ? "time.in" : "time.ago", duration(age));
    }

    String moment(Instant moment) {
        return MOMENT.format(moment);
    }

    /** Empty if there is none. */
    String sinceOrEmpty(@Nullable Instant then, Instant now) {
        return then == null ? "" : since(then, now);
    }

    /** Empty if there is none. */
    String momentOrEmpty(@Nullable Instant moment) {
        return moment == null ? "" : moment(moment);
    }

    String decimal(double number) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    private String two(String large, long of, String small, long rest) {
        String first = text("unit." + large, number(of));
        return rest == 0 ? first : first + " " + text("unit." + small, number(rest));
    }
}
