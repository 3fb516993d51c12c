package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A saga as people and programs see it.
 *
 * @param step what it waits for, several separated by spaces; null once it is over
 * @param reason why it turned back, or why it needs attention
 * @param parent the command of the saga that started it; null if none did
 * @param waits what it waits for, in detail
 * @param outcomes what became of the steps that are done
 * @param facts the start message and the replies so far; null in lists
 */
public record SagaView(
        String id,
        String definition,
        int version,
        String key,
        String state,
        @Nullable String step,
        @Nullable String reason,
        @Nullable String parent,
        Instant startedAt,
        Instant updatedAt,
        List<Wait> waits,
        Map<String, Outcome> outcomes,
        @JsonRawValue @Nullable String facts) {

    /**
     * One thing that it waits for.
     *
     * @param action invoke or compensate
     * @param attempt how often the command was sent; 0 if it never was
     * @param resendAt when it is sent again; null if it is not
     * @param deadline when it counts as timed out; null if never
     * @param heldBy the closed gate that keeps it back; null if none does
     * @param stuck why a person has to look; null if nobody has to
     */
    public record Wait(
            String step,
            String action,
            int attempt,
            int failures,
            @Nullable Instant resendAt,
            @Nullable Instant deadline,
            @Nullable String heldBy,
            @Nullable String stuck) {}

    /**
     * Sagas of a search, the newest first.
     *
     * @param nextCursor for the next page; null after the last
     * @param lookedBackTo the start of the last saga that was looked at, if as many were as one page may and the list is not
     *     full; null if it is full or complete
     */
    public record Page(
            List<SagaView> sagas,
            @Nullable String nextCursor,
            @Nullable Instant lookedBackTo) {}

    /** That a saga has moved, and where to. */
    public record Pulse(int revision, Status state) {}

    /** All transitions of one saga, the oldest first. */
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
