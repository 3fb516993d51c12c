package io.counterstep.orchestrator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How sagas are compared with ledgers.
 *
 * @param every how long after a run began the next one begins by itself; null if only an operator starts one
 * @param grace what ended or changed in so short a time before it is looked at counts as being in motion, and is left alone.
 *     Must be longer than clocks of the services differ
 * @param deadAfter how long a saga may need attention before what it keeps from others is reported
 */
public record AuditSettings(@Nullable Duration every, Duration grace, Duration deadAfter) {

    public static final Duration DEFAULT_EVERY = Duration.ofHours(24);
    public static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);
    public static final Duration DEFAULT_DEAD_AFTER = Duration.ofDays(1);
}
