package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The hotel's loop on a real database, with its commands and what it answered. */
final class HotelLoop {

    private static final MessageFormat FORMAT = new MessageFormat("orderId");
    private static final Records RECORDS = new Records(FORMAT, "hotel-service");

    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final BatchLoop loop;

    HotelLoop(Handlers handlers, DataSource database) {
        this(handlers, database, LedgerMemory.FOREVER, InstantSource.system(), LoopObserver.NONE);
    }

    HotelLoop(Handlers handlers, DataSource database, LedgerMemory memory, InstantSource clock, LoopObserver observer) {
        var handler =
                new CommandHandler("hotel", handlers, new JdbcTemplate(database), memory, FORMAT, observer, clock);
        loop = new BatchLoop(
                "hotel",
                handler,
                RECORDS,
                new Publisher(broker, RECORDS, clock),
                new JdbcTransactionManager(database),
                observer,
                clock);
    }

    void take(List<ConsumerRecord<byte[], byte[]>> batch) {
        loop.onMessage(batch);
    }

    /** Always at the same place for the same key, so that two are one delivered twice. */
    static ConsumerRecord<byte[], byte[]> book(int key) {
        return book(key, "7");
    }

    static ConsumerRecord<byte[], byte[]> book(int key, String room) {
        String body = "{\"orderId\":\"" + key + "\",\"room\":\"" + room + "\"}";
        return record(key, "ROOM_REQUESTED", "invoke", body);
    }

    static ConsumerRecord<byte[], byte[]> unbook(int key) {
        return record(key, "ROOM_CANCEL", "compensate", "{\"orderId\":\"" + key + "\"}");
    }

    private static ConsumerRecord<byte[], byte[]> record(int key, String type, String action, String body) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "hotel-commands", 0, key, String.valueOf(key).getBytes(UTF_8), body.getBytes(UTF_8));
        record.headers().add(Records.TYPE, type.getBytes(UTF_8));
        record.headers().add(Records.SUBJECT, String.valueOf(key).getBytes(UTF_8));
        record.headers().add(Records.ID, ("fulfil:" + key + "/room/" + action).getBytes(UTF_8));
        return record;
    }

    /** As {@code TYPE key}. */
    List<String> replies() {
        return on("hotel-events").toList();
    }

    List<String> deadLetters() {
        return on("hotel-commands-dlt").toList();
    }

    private Stream<String> on(String topic) {
        return broker.history().stream()
                .filter(it -> it.topic().equals(topic))
                .map(it -> new String(it.headers().lastHeader(Records.TYPE).value(), UTF_8) + " "
                        + new String(it.key(), UTF_8));
    }
}
