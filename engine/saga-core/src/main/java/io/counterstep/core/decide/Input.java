package io.counterstep.core.decide;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may happen to a saga. */
public sealed interface Input {

    /** Something that came as a record. */
    sealed interface Delivered extends Input {
        /** Which record it was (topic, partition, offset): the same one again is a redelivery, another is a duplicate. */
        String delivery();
    }

    /** Something that an operator asks for; both go into the history. */
    sealed interface Operation extends Input {
        String by();

        String why();
    }

    /**
     * The event that starts the saga with that business key.
     *
     * @param parent the parent's command that asks for it; null if no saga does
     */
    record Start(String key, Body body, @Nullable CommandId parent, String delivery) implements Delivered {
        public Start(String key, Body body, String delivery) {
            this(key, body, null, delivery);
        }
    }

    /**
     * A participant's reply, or an event that a step waits for.
     *
     * @param inReplyTo the command it answers; null from a foreign producer, then the type alone is matched
     */
    record Reply(String type, Body body, @Nullable CommandId inReplyTo, String delivery) implements Delivered {}

    /** A participant could not handle the command, for a reason that is no business refusal. */
    record Failure(CommandId inReplyTo, String reason, String delivery) implements Delivered {}

    /** The customer's wish to cancel. */
    record CancelRequest(String type, String delivery) implements Delivered {}

    /**
     * A parent's command to undo this saga, wherever it stands, even if it never began.
     *
     * @param key the business key of this saga
     */
    record Undo(String key, CommandId parent, String delivery) implements Delivered {}

    /** The saga's check fired. */
    record Check() implements Input {}

    /** What was decided cannot be put into a record, for example because it is too large. */
    record Unsendable(CommandId command, String reason) implements Input {}

    /**
     * What closed gates have held may go, unless another one holds it still: then it counts as held by that one. It goes at
     * the next check too, should nobody say this.
     */
    record Release() implements Input {}

    /** Sends what is outstanding now. */
    record Retry(String by, String why) implements Operation {}

    /** Turns the saga back now. */
    record Compensate(String by, String why) implements Operation {}

    /**
     * Takes that reply for the answer to what is outstanding at that step. A step that is taken for refused is undone all the
     * same, in case it was not.
     *
     * @param type one of those that answer it
     */
    record Resolve(String step, String type, Body body, String by, String why) implements Operation {}

    /** Goes on without a retriable step. */
    record Skip(String step, String by, String why) implements Operation {}

    /** Keeps the saga from saying anything until it is resumed. */
    record Pause(String by, String why) implements Operation {}

    /** Lets a paused saga go on. */
    record Resume(String by, String why) implements Operation {}

    /** The record's identity, if this came as a record. */
    default Optional<String> cause() {
        return this instanceof Delivered delivered ? Optional.of(delivered.delivery()) : Optional.empty();
    }
}
