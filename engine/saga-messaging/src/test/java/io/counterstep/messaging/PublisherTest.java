package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.RECORDS;
import static io.counterstep.messaging.Samples.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final int LIMIT = 200_000;

    private final MockProducer<byte[], byte[]> broker = new NarrowBroker();
    private final Publisher publisher = new Publisher(broker, RECORDS, InstantSource.fixed(Instant.EPOCH));

    @Test
    void aDeadLetterThatFitsKeepsItsWholeValue() {
        publisher.publish(List.of(), List.of(letter(LIMIT)));

        assertThat(broker.history()).singleElement().satisfies(it -> {
            assertThat(it.value()).hasSize(LIMIT);
            assertThat(it.headers().lastHeader(DeadLetter.SHORTENED)).isNull();
        });
    }

    @Test
    void aDeadLetterThatIsTooLargeIsShortenedAndSaysHowLongItWas() {
        publisher.publish(List.of(), List.of(letter(10), letter(LIMIT + 1)));

        assertThat(broker.history()).hasSize(2).last().satisfies(it -> {
            assertThat(it.topic()).isEqualTo("payment-events-dlt");
            assertThat(it.key()).asString(UTF_8).isEqualTo("k1");
            assertThat(it.value()).hasSize(DeadLetter.MAX_SHORTENED);
            assertThat(header(it, DeadLetter.SHORTENED)).isEqualTo(Integer.toString(LIMIT + 1));
            assertThat(header(it, DeadLetter.REASON)).isEqualTo("because");
            assertThat(header(it, DeadLetter.SOURCE)).isEqualTo("payment-events/3/7");
        });
    }

    @Test
    void ofWhatIsPublishedAgainEachIsToldWhetherItIsThereRefusedOrFailedAndNoneIsTriedBehindOneThatFails() {
        var letters = List.of(again("ok"), again("refused"), again("ok"), again("failed"), again("ok"));

        Publisher.Republished outcome = publisher.republish(letters);

        assertThat(outcome.sent()).isEqualTo(4);
        assertThat(outcome.refused()).containsOnlyKeys(1);
        assertThat(outcome.refused().get(1)).contains("refused", "not with this record");
        assertThat(outcome.failed()).containsOnlyKeys(3);
        assertThat(outcome.failed().get(3)).contains("failed", "not now");
        assertThat(broker.history()).hasSize(2);
    }

    @Test
    void aRecordWhoseProducerLostCountIsNotRefusedForIt() {
        Publisher.Republished outcome = publisher.republish(List.of(again("out of order")));

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.failed()).containsOnlyKeys(0);
    }

    private static ProducerRecord<byte[], byte[]> again(String topic) {
        return new ProducerRecord<>(topic, new byte[1]);
    }

    @Test
    void aReasonIsCutOff() {
        assertThat(new DeadLetter(record(7, "k1", ""), "x".repeat(10_000)).reason())
                .hasSize(DeadLetter.MAX_REASON);
    }

    private static DeadLetter letter(int length) {
        return new DeadLetter(record(7, "k1", new byte[length]), "because");
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** Refuses as Kafka's producer does: by the future that it returns. */
    private static final class NarrowBroker extends MockProducer<byte[], byte[]> {

        NarrowBroker() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (record.value().length > LIMIT) {
                return CompletableFuture.failedFuture(new RecordTooLargeException("more than " + LIMIT));
            }
            return switch (record.topic()) {
                case "refused" -> CompletableFuture.failedFuture(new InvalidRecordException("not with this record"));
                case "failed" -> CompletableFuture.failedFuture(new TimeoutException("not now"));
                case "out of order" ->
                    CompletableFuture.failedFuture(new OutOfOrderSequenceException("another was expected"));
                default -> super.send(record);
            };
        }
    }
}
