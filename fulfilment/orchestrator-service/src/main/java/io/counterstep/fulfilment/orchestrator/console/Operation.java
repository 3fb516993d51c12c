package io.counterstep.fulfilment.orchestrator.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator may do to a saga, by the names that it has in the API. */
enum Operation {
    RETRY,
    COMPENSATE,
    RESOLVE,
    SKIP,
    PAUSE,
    RESUME;

    static @Nullable Operation of(String name) {
        return Arrays.stream(values())
                .filter(it -> it.path().equals(name))
                .findFirst()
                .orElse(null);
    }

    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it applies to one of the saga's steps. */
    public boolean needsStep() {
        return this == RESOLVE || this == SKIP;
    }

    /** Whether it assumes a reply. */
    public boolean needsReply() {
        return this == RESOLVE;
    }

    /** Those that are worth offering for a saga in that state; whether one can be done the API says. */
    static List<Operation> offered(String state) {
        return switch (state) {
            case "RUNNING" -> List.of(RETRY, COMPENSATE, RESOLVE, SKIP, PAUSE);
            case "COMPENSATING" -> List.of(RETRY, RESOLVE, PAUSE);
            case "NEEDS_ATTENTION" -> List.of(RETRY, COMPENSATE, RESOLVE, SKIP, PAUSE);
            case "PAUSED" -> List.of(RESUME, COMPENSATE, RESOLVE, SKIP);
            default -> List.of();
        };
    }
}
