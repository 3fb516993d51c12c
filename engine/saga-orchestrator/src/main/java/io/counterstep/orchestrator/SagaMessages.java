package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a saga heard and said, the oldest first.
 *
 * @param shortened true if only the end of a long history was looked at
 */
public record SagaMessages(String saga, List<Message> messages, boolean shortened) {

    /** Seen from the saga. */
    public enum Direction {
        /** It came to the saga. */
        IN,
        /** The saga said it. */
        OUT
    }

    /**
     * A message at one transition.
     *
     * @param revision the saga's after that transition
     * @param step null if it was about none, or that is not known
     * @param action invoke or compensate; null if that is not known
     * @param topic of a command, where it was sent; of what came, where it is declared to be said
     * @param id the command's; null of what came
     * @param body as the saga keeps what came; what it said is built anew from what it knew then. Null if it is not known
     * @param attempts how often it was said by then, itself counted; 1 of what came
     * @param note what there is to know besides, for people; null if nothing is
     */
    public record Message(
            int revision,
            Instant at,
            Direction direction,
            String type,
            @Nullable String step,
            @Nullable String action,
            @Nullable String topic,
            @Nullable String id,
            @JsonRawValue @Nullable String body,
            int attempts,
            @Nullable String note) {}
}
