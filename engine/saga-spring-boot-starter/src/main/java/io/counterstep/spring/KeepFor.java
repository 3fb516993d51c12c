package io.counterstep.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long something is kept.
 *
 * @param time null for ever
 */
public record KeepFor(@Nullable Duration time) {

    private static final String FOREVER = "forever";

    public KeepFor {
        if (time != null && time.isNegative()) {
            throw new IllegalArgumentException("must not be negative: set a duration such as 30d, or " + FOREVER);
        }
    }

    /** Reads {@code 30d} and the like, or {@code forever}. */
    public static KeepFor valueOf(String text) {
        if (FOREVER.equals(text)) {
            return new KeepFor(null);
        }
        try {
            return new KeepFor(DurationStyle.detectAndParse(text));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time to keep something: set a duration such as 30d, or " + FOREVER);
        }
    }

    static KeepFor of(Duration time) {
        return new KeepFor(time);
    }

    boolean isForever() {
        return time == null;
    }

    @Override
    public String toString() {
        if (time == null) {
            return FOREVER;
        }
        return time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays())) ? time.toDays() + "d" : time.toString();
    }
}
