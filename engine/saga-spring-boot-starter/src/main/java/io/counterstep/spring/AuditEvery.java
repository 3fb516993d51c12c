package io.counterstep.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * How often an audit begins by itself.
 *
 * @param time null for never
 */
public record AuditEvery(@Nullable Duration time) {

    private static final String NEVER = "never";

    public AuditEvery {
        if (time != null && !time.isPositive()) {
            throw new IllegalArgumentException("must be positive: set a duration such as 24h, or " + NEVER);
        }
    }

    /** Reads {@code 24h} and the like, or {@code never}. */
    public static AuditEvery valueOf(String text) {
        if (NEVER.equals(text)) {
            return new AuditEvery(null);
        }
        try {
            return new AuditEvery(DurationStyle.detectAndParse(text));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time between audits: set a duration such as 24h, or " + NEVER, invalid);
        }
    }

    @Override
    public String toString() {
        return time == null ? NEVER : time.toString();
    }
}
