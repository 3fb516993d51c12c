package io.counterstep.orchestrator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is kept for operators.
 *
 * @param source where the record stood that could not be handled: topic/partition/offset
 * @param reason why, for people
 * @param stack the exception behind it, cut off where it is long; null if none was behind it
 * @param shortened how long its value was, if only the beginning could be kept; such a letter can be edited, not replayed
 * @param body its value as text; null if it is no UTF-8, or there is none
 */
public record ParkedLetter(
        long id,
        State state,
        String source,
        @Nullable String key,
        @Nullable String type,
        @Nullable String saga,
        String reason,
        @Nullable String stack,
        Instant diedAt,
        @Nullable Integer shortened,
        @Nullable String body,
        Map<String, String> headers,
        List<Line> history) {

    /** What has become of it. */
    public enum State {
        /** It waits for an operator. */
        PARKED,
        /** It waits for its turn to be replayed. */
        REPLAYING,
        /** It was published once more, on the topic where it stood. */
        REPLAYED,
        /** Somebody decided that nothing is to be done. */
        DISCARDED
    }

    /** What an operator did. */
    public enum Kind {
        EDITED,
        REPLAYED,
        HELD,
        DISCARDED
    }

    /** One line of its history. */
    public record Line(Instant at, Kind kind, String by, String why) {}

    /**
     * Some of them, the newest first.
     *
     * @param nextCursor where the next page begins; null if this is the last
     */
    public record Page(
            List<ParkedLetter> deadLetters, @Nullable String nextCursor) {}
}
