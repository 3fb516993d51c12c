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

    /** The event that starts the saga with that business key. */
    record Start(String key, Body body, String delivery) implements Delivered {}

    /**
     * A participant's reply.
     *
     * @param inReplyTo the command it answers; null from a foreign producer, then the type alone is matched
     */
    record Reply(String type, Body body, @Nullable CommandId inReplyTo, String delivery) implements Delivered {}

    /** A participant could not handle the command, for a reason that is no business refusal. */
    record Failure(CommandId inReplyTo, String reason, String delivery) implements Delivered {}

    /** The customer's wish to cancel. */
    record CancelRequest(String type, String delivery) implements Delivered {}

    /** The saga's check fired. */
    record Check() implements Input {}

    /** An operator wants the outstanding command sent now. */
    record Retry(String by, String why) implements Input {}

    /** The record's identity, if this came as a record. */
    default Optional<String> cause() {
        return this instanceof Delivered delivered ? Optional.of(delivered.delivery()) : Optional.empty();
    }
}
