package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordSearchTest {

    private static final TopicPartition PLACE = new TopicPartition("bank-commands", 3);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void theFirstRecordWithTheIdIsFoundAndItsRepetitionsAreNot() {
        RecordSearch search = search(0, 10);
        search.add(PLACE, "id-4");
        stand(0, 10, 4, 7);

        search.run(LONG);

        assertThat(search.offsets()).isEqualTo(Map.of("id-4", 4L));
        assertThat(search.missing()).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void whatIsNotThereIsSaidNotToBe() {
        RecordSearch search = search(0, 10);
        search.add(PLACE, "id-4");
        stand(0, 10);

        search.run(LONG);

        assertThat(search.offsets()).isEmpty();
        assertThat(search.missing().get("id-4")).contains("no such record");
    }

    @Test
    void whatIsOlderThanAllThatIsThereIsNotReadAtAll() {
        RecordSearch search = search(-1, 10);
        search.add(PLACE, "id-4");

        search.run(LONG);

        assertThat(search.missing().get("id-4")).contains("no such record");
        assertThat(consumer.closed()).isFalse();
    }

    @Test
    void noMoreRecordsAreReadThanTheBoundAllows() {
        int behind = Whereabouts.MAX_RECORDS + 1;
        RecordSearch search = search(0, behind + 1);
        search.add(PLACE, "id-4");
        // each poll brings one half
        stand(0, Whereabouts.MAX_RECORDS);
        consumer.schedulePollTask(() -> stand(Whereabouts.MAX_RECORDS, behind + 1, behind));

        search.run(LONG);

        assertThat(search.offsets()).isEmpty();
        assertThat(search.missing().get("id-4")).contains("10000 records");
    }

    @Test
    void theSearchEndsInTime() {
        RecordSearch search = search(0, 10);
        search.add(PLACE, "id-4");
        stand(0, 1);

        search.run(Duration.ZERO);

        assertThat(search.missing()).containsEntry("id-4", "it was not found in time");
    }

    private RecordSearch search(long start, long end) {
        return new RecordSearch(() -> consumer, Map.of(PLACE, start), Map.of(PLACE, end));
    }

    /** Puts records at these offsets; those at the last ones bear the id that is wanted. */
    private void stand(long from, long to, long... wanted) {
        consumer.schedulePollTask(() -> {
            for (long offset = from; offset < to; offset++) {
                var record = new ConsumerRecord<byte[], byte[]>(PLACE.topic(), PLACE.partition(), offset, null, null);
                String id = "another";
                for (long it : wanted) {
                    id = it == offset ? "id-4" : id;
                }
                record.headers().add(Records.ID, id.getBytes(UTF_8));
                consumer.addRecord(record);
            }
        });
    }
}
