package io.counterstep.messaging;

import io.counterstep.core.message.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * A message ready to be published.
 *
 * @param key the business key, also the record's key
 * @param id the same whenever the same message is sent again
 * @param inReplyTo the command it answers, for replies
 * @param trace the {@code traceparent} of the message that caused it, if there was one
 */
public record OutgoingMessage(
        String topic,
        String key,
        String type,
        String id,
        @Nullable CommandId inReplyTo,
        @Nullable String trace,
        JsonBody body) {}
