package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A saga as people and programs see it.
 *
 * @param step what it waits for; null once it is over
 * @param action invoke or compensate
 * @param reason why it turned back, or why it needs attention
 * @param dueAt when its next check has something to do
 * @param facts the start message and the replies so far, by type; null in lists
 */
public record SagaView(
        String id,
        String definition,
        int version,
        String key,
        String state,
        @Nullable String step,
        @Nullable String action,
        int attempt,
        @Nullable String reason,
        Instant startedAt,
        Instant updatedAt,
        @Nullable Instant dueAt,
        @JsonRawValue @Nullable String facts) {

    /** @param nextCursor for the next page; null after the last */
    public record Page(List<SagaView> sagas, @Nullable String nextCursor) {}

    public record History(String saga, List<Entry> transitions) {}

    /** One transition; see {@link io.counterstep.core.decide.Transition}. */
    public record Entry(
            int revision,
            Instant at,
            String kind,
            String step,
            String from,
            String to,
            @Nullable String message,
            List<String> commands,
            @Nullable String detail) {}
}
