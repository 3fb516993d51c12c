package io.counterstep.fulfilment.orchestrator.console;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Why a saga waits, by the names that it has in the API; what is more pressing comes first. */
enum WaitReason {
    STUCK,
    PAUSED,
    HELD_BY_GATE,
    FAILED_AND_RETRIED,
    DEAD_LETTER,
    VERSION_NOT_HERE,
    NOT_READ,
    NOT_ANSWERED,
    /** Whether it was read is not known. */
    SENT,
    CHILD,
    AWAITS_EVENT;

    /** Null if that is none that is known here. */
    static @Nullable WaitReason of(String name) {
        return Arrays.stream(values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The key of the sentence that says so. */
    String key() {
        return "why.sentence." + name();
    }
}
