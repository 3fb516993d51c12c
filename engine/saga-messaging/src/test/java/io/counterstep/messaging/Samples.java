package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.core.message.MessageType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Messages and records that the tests here share. */
final class Samples {

    record Price(String currency, long minorUnits) {}

    record Paid(
            String orderId,
            @Nullable String paymentId,
            @Nullable Price price) {}

    static final MessageType<Paid> PAID = MessageType.of("PAYMENT_SUCCESS", Paid.class);

    static final MessageFormat FORMAT = new MessageFormat("orderId");

    static final Records RECORDS = new Records(FORMAT, "test");

    private Samples() {}

    static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, String value) {
        return record(offset, key, value.getBytes(UTF_8));
    }

    @SuppressWarnings("NullAway") // Kafka's records may have no key, which its signature does not say
    static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, byte[] value) {
        return new ConsumerRecord<>("payment-events", 3, offset, key == null ? null : key.getBytes(UTF_8), value);
    }
}
