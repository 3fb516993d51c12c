package io.counterstep.messaging;

import io.counterstep.core.message.CommandId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that was read.
 *
 * @param record where it came from, for the dead letter
 * @param key the business key
 * @param type the message type's wire name
 * @param id the sender's id, or the record's position if it named none
 * @param inReplyTo the command it answers, if it says so
 * @param trace the W3C {@code traceparent} it came with
 */
public record IncomingMessage(
        ConsumerRecord<byte[], byte[]> record,
        String key,
        String type,
        String id,
        @Nullable CommandId inReplyTo,
        @Nullable String trace,
        JsonBody body) {

    /** The record's identity: the same for a redelivery, another for a duplicate. */
    public String delivery() {
        return position(record);
    }

    /** Where a record stands: topic/partition/offset. */
    public static String position(ConsumerRecord<?, ?> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
