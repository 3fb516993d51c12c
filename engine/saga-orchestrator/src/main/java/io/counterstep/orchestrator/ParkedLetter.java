package io.counterstep.orchestrator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is kept for operators.
 *
 * @param source where the record stood that could not be handled: topic/partition/offset
 * @param key the business key, if it named one
 * @param saga the saga that it is about, as far as that can be told
 * @param reason why, for people
 * @param stack the exception behind it, cut off where it is long; null if none was behind it
 * @param shortened how long its value was, if only the beginning could be kept; such a letter can be edited, not replayed
 * @param body its value as text; null if it is no UTF-8, or there is none
 * @param headers as text, the last of each name; how many bytes one has that is no UTF-8
 * @param history what was done about it, the last {@link #MAX_HISTORY} lines
 */
public record ParkedLetter(
        long id,
        State state,
        String source,
        @Nullable String key,
        @Nullable String type,
        @Nullable String saga,
        String reason,
        Instant diedAt,
        @Nullable String stack,
        @Nullable Integer shortened,
        @Nullable String body,
        Map<String, String> headers,
        List<Line> history) {

    /** The most lines of a letter's history that are shown. */
    public static final int MAX_HISTORY = 100;

    /** The most bytes of an edited letter's former value that are shown; all of it is kept. */
    public static final int MAX_BEFORE = 2_000;

    /** What a list shows of it. */
    public record Summary(
            long id,
            State state,
            String source,
            @Nullable String key,
            @Nullable String type,
            @Nullable String saga,
            String reason,
            Instant diedAt) {}

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

    /** What was done. */
    public enum Kind {
        EDITED,
        REPLAYED,
        HELD,
        DISCARDED,
        /** The broker will not take it, or its topic takes nothing: it waits for an operator again. */
        RETURNED
    }

    /**
     * One line of its history.
     *
     * @param before of an edit, how the former value began; null if it is no edit
     */
    public record Line(
            Instant at,
            Kind kind,
            String by,
            String why,
            @Nullable String before) {}

    /**
     * Some of them, the newest first.
     *
     * @param nextCursor where the next page begins; null if this is the last
     */
    public record Page(List<Summary> deadLetters, @Nullable String nextCursor) {}
}
