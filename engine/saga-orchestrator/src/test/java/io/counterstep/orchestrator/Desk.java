package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Resend;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Reading;
import io.counterstep.messaging.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.support.Acknowledgment;

/** An orchestrator by hand: records in, records out, a real PostgreSQL, and a clock that is turned. */
final class Desk implements AutoCloseable {

    static final MessageFormat FORMAT = new MessageFormat("orderId");

    /** PostgreSQL keeps microseconds, so that is all a test may ask for. */
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static final Records RECORDS = new Records(FORMAT, "purchase-service");

    final TestDatabase database;
    final JdbcTemplate jdbc;
    final SagaStores stores;
    private final Map<String, RuntimeException> refusals = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> losses = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private Consumer<String> sending = topic -> {};
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                    sending.accept(record.topic());
                    RuntimeException why = refusals.get(record.topic());
                    if (why != null) {
                        return CompletableFuture.failedFuture(why);
                    }
                    RuntimeException later = losses.get(record.topic());
                    return later == null ? super.send(record) : new FailsLater(later);
                }
            };
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    final Reading replies = new Reading(now::get);
    private final AtomicLong offset = new AtomicLong();
    private final List<String> ignored = new CopyOnWriteArrayList<>();
    private final List<String> attention = new CopyOnWriteArrayList<>();
    private final List<SagaListener> listeners = new ArrayList<>();
    private final Map<String, Integer> relayed = new HashMap<>();
    private SagaDefinitions definitions = new SagaDefinitions(List.of(Purchase.first()));
    private RecoverySettings settings = RecoverySettings.DEFAULT;
    private Gates gates;

    Desk() {
        this(1);
    }

    /** With sagas spread over so many databases. */
    Desk(int databases) {
        database = new TestDatabase(databases);
        jdbc = database.jdbc();
        stores = database.stores();
        gates = newGates();
    }

    /** Forgets everything, back to noon and version 1. */
    void clear() {
        database.allAreBack();
        stores.all().forEach(it -> it.jdbc().execute("""
                truncate saga, saga_history, saga_definition, saga_gate, saga_gate_history, saga_released, saga_purged, saga_forgotten,
                         saga_dead_letter_history, saga_dead_letter,
                         saga_store, saga_audit, saga_audit_part, saga_audit_finding, saga_audit_repair,
                         saga_bulk_operation"""));
        broker.clear();
        brokerIsBack();
        ignored.clear();
        attention.clear();
        listeners.clear();
        relayed.clear();
        restarts();
        replies.ended(this);
        now.set(NOON);
        definitions = new SagaDefinitions(List.of(Purchase.first()));
        recovers(RecoverySettings.DEFAULT);
    }

    /** Loops made from now on tell it. */
    void listens(SagaListener listener) {
        listeners.add(listener);
    }

    /** An instance that starts anew remembers nothing. */
    void restarts() {
        for (int store = 0; store < stores.count(); store++) {
            stores.recent(store).forget();
        }
    }

    void recovers(RecoverySettings how) {
        settings = how;
        gates = newGates();
    }

    private Gates newGates() {
        return new Gates(definitions, stores, settings, now::get);
    }

    Gates gates() {
        return gates;
    }

    void runs(SagaDefinition<?>... versions) {
        definitions = new SagaDefinitions(List.of(versions));
        ActiveVersions.require(definitions, stores);
        gates = newGates();
    }

    /** As a start would: moves sagas first, and remembers what the versions look like. */
    void deploys(List<SagaDefinition<?>> versions, SagaMigration... migrations) {
        definitions = Deployment.prepare(versions, List.of(migrations), stores, FORMAT, now::get);
        gates = newGates();
    }

    /** An instance that has been running since before the last deploy. */
    void instance(SagaDefinitions running) {
        definitions = running;
        gates = newGates();
    }

    SagaDefinitions definitions() {
        return definitions;
    }

    BatchLoop loop() {
        return loop(false);
    }

    BatchLoop loop(boolean strictTopics) {
        return loop(strictTopics, Share.ALL);
    }

    BatchLoop loop(boolean strictTopics, Share share) {
        LoopObserver observer = new LoopObserver() {
            @Override
            public void ignored(String loop, String reason) {
                ignored.add(reason);
            }

            @Override
            public void needsAttention(String definition) {
                attention.add(definition);
            }
        };
        return EventLoop.of(
                "purchase",
                share,
                definitions,
                strictTopics,
                stores,
                RECORDS,
                publisher(),
                gates,
                new SagaObserver(observer, listeners),
                now::get);
    }

    Checks checks(int limit) {
        return new Checks(definitions, stores, FORMAT, publisher(), gates, replies, SagaObserver.NONE, now::get, limit);
    }

    Recovery recovery() {
        return new Recovery(definitions, stores, FORMAT, publisher(), gates, settings, SagaObserver.NONE, now::get);
    }

    Retention retention(@Nullable Duration finished, @Nullable Duration ids) {
        return new Retention(stores, finished, ids, now::get);
    }

    InFlight inFlight(int max) {
        return new InFlight(definitions, max, Map.of(), stores, now::get);
    }

    SagaOperations operations() {
        return new SagaOperations(definitions, stores, FORMAT, publisher(), SagaObserver.NONE, gates::moment);
    }

    BulkOperations bulk() {
        return new BulkOperations(definitions, stores, operations(), now::get);
    }

    BulkWorker bulkWorker() {
        return new BulkWorker(definitions, stores, operations(), now::get);
    }

    BulkRetention bulkRetention(@Nullable Duration keep) {
        return new BulkRetention(stores, keep, now::get);
    }

    DeadLetters letters() {
        return new DeadLetters(stores, now::get);
    }

    DeadLetterRetention letterRetention(@Nullable Duration keep) {
        return new DeadLetterRetention(stores, keep, now::get);
    }

    DeadLetterReplay replay(int rate) {
        return new DeadLetterReplay(stores, publisher(), this::present, now::get, rate);
    }

    private Set<String> present(Set<String> topics) {
        if (broker.sendException != null) {
            throw new KafkaException("the broker is away");
        }
        return topics.stream().filter(it -> !gone.contains(it)).collect(Collectors.toSet());
    }

    /** Reads what was put aside since the last time, as the dead letters' loop does. */
    void collectDeadLetters() {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> it : broker.history()) {
            if (it.topic().endsWith("-dlt")) {
                // the same place each time, as on a topic that is read again
                letters.add(new ConsumerRecord<>(it.topic(), 0, letters.size(), it.key(), it.value()));
                it.headers().forEach(letters.getLast().headers()::add);
            }
        }
        collect(letters);
    }

    /** Reads these as if they stood on dead-letter topics. */
    void collect(List<ConsumerRecord<byte[], byte[]>> letters) {
        assertThat(collect(letters, letterRoom(DeadLetterRoom.DEFAULT_MAX)))
                .as("taken of %d", letters.size())
                .isEqualTo(letters.size());
    }

    /** The same while that is the room for them; returns how many were taken. */
    int collect(List<ConsumerRecord<byte[], byte[]>> letters, DeadLetterRoom room) {
        AtomicInteger taken = new AtomicInteger();
        Acknowledgment acknowledgment = new Acknowledgment() {
            @Override
            public void acknowledge() {
                taken.set(letters.size());
            }

            @Override
            public void nack(int index, Duration sleep) {
                taken.set(index);
            }
        };
        new DeadLetterLoop(stores, room, definitions, RECORDS, now::get).onMessage(letters, acknowledgment);
        return taken.get();
    }

    DeadLetterRoom letterRoom(int max) {
        return new DeadLetterRoom(stores, max);
    }

    /** What stands on that topic. */
    List<ProducerRecord<byte[], byte[]>> standingOn(String topic) {
        return broker.history().stream().filter(it -> it.topic().equals(topic)).toList();
    }

    Auditor auditor(AuditSettings how) {
        return new Auditor(definitions, stores, how, FORMAT, publisher(), now::get);
    }

    AuditRepairs repairs() {
        return new AuditRepairs(definitions, stores, operations(), FORMAT, publisher(), now::get);
    }

    SagaQueries queries() {
        return new SagaQueries(definitions, stores, now::get);
    }

    /** @param look the most rows that one page of a search looks at */
    SagaQueries queries(int look) {
        return new SagaQueries(definitions, stores, now::get, look);
    }

    SagaStore store() {
        return new SagaStore(jdbc, FORMAT);
    }

    private Publisher publisher() {
        return new Publisher(broker, RECORDS, now::get);
    }

    Instant now() {
        return now.get();
    }

    void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    void brokerIsAway() {
        broker.sendException = new KafkaException("the broker is away");
    }

    /** Whatever comes for that topic, as it does with a record that is too large. */
    void brokerRefuses(String topic, RuntimeException why) {
        refusals.put(topic, why);
    }

    /** Whatever comes for that topic, once it has waited for a while. */
    void brokerLoses(String topic, RuntimeException why) {
        losses.put(topic, why);
    }

    /** Somebody deleted it: the producer looks for it in vain, and Kafka does not list it. */
    void topicIsGone(String topic) {
        gone.add(topic);
        brokerRefuses(topic, new TimeoutException("Topic " + topic + " not present in metadata after 60000 ms."));
    }

    void brokerIsBack() {
        refusals.clear();
        losses.clear();
        gone.clear();
        sending = topic -> {};
        broker.sendException = null;
    }

    /** Does that in the middle of each sending, told its topic. */
    void whileSending(Consumer<String> what) {
        sending = what;
    }

    @SafeVarargs
    final void take(ConsumerRecord<byte[], byte[]>... batch) {
        loop().onMessage(List.of(batch));
    }

    ConsumerRecord<byte[], byte[]> ordered(String key) {
        return ordered(key, "book");
    }

    ConsumerRecord<byte[], byte[]> ordered(String key, String item) {
        return record("shop-events", "ORDERED", key, null, ",\"item\":\"" + item + "\"");
    }

    ConsumerRecord<byte[], byte[]> paid(String key) {
        return reply("bank-events", "PAID", key, "pay/invoke");
    }

    ConsumerRecord<byte[], byte[]> sent(String key) {
        return reply("post-events", "SENT", key, "send/invoke");
    }

    ConsumerRecord<byte[], byte[]> closed(String key) {
        return reply("shop-events", "CLOSED", key, "complete/invoke");
    }

    /** @param command step and action of the command that this answers */
    ConsumerRecord<byte[], byte[]> reply(String topic, String type, String key, String command) {
        return record(topic, type, key, CommandId.parse(id(key) + "/" + command), "");
    }

    /** Each call stands at another offset. */
    ConsumerRecord<byte[], byte[]> record(
            String topic, String type, String key, @Nullable CommandId inReplyTo, String fields) {
        String body = "{\"orderId\":\"" + key + "\",\"status\":\"" + type + "\"" + fields + "}";
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 0, offset.getAndIncrement(), key.getBytes(UTF_8), body.getBytes(UTF_8));
        if (inReplyTo != null) {
            record.headers().add(Records.IN_REPLY_TO, inReplyTo.toString().getBytes(UTF_8));
        }
        return record;
    }

    /** How long after that attempt of that command it is sent again. */
    static Duration resend(String key, String command, int attempt) {
        return Resend.every(Purchase.RESEND).after(attempt, CommandId.parse(id(key) + "/" + command));
    }

    /** Gives the record an id, as the engine's own records have one. */
    static void identify(ConsumerRecord<byte[], byte[]> record, CommandId id) {
        record.headers().add(Records.ID, id.toString().getBytes(UTF_8));
    }

    static SagaId id(String key) {
        return new SagaId(Purchase.NAME, key);
    }

    /** What was published, as {@code TYPE key}, dead letters left out. */
    List<String> said() {
        return broker.history().stream()
                .filter(it -> !it.topic().endsWith("-dlt"))
                .map(it -> text(it, Records.TYPE) + " " + new String(it.key(), UTF_8))
                .toList();
    }

    /** The bodies of what was published of that type. */
    List<IncomingMessage> published(String type) {
        return broker.history().stream()
                .filter(it -> text(it, Records.TYPE).equals(type))
                .map(it -> {
                    var record = new ConsumerRecord<>(it.topic(), 0, 0, it.key(), it.value());
                    it.headers().forEach(record.headers()::add);
                    return RECORDS.read(record);
                })
                .toList();
    }

    void forgetWhatWasSaid() {
        broker.clear();
        relayed.clear();
    }

    /** Delivers to the orchestrator what it published on that topic since the last time. */
    void relay(String topic) {
        List<ProducerRecord<byte[], byte[]>> published =
                broker.history().stream().filter(it -> it.topic().equals(topic)).toList();
        for (ProducerRecord<byte[], byte[]> it : published.subList(relayed.getOrDefault(topic, 0), published.size())) {
            ConsumerRecord<byte[], byte[]> record =
                    new ConsumerRecord<>(topic, 0, offset.getAndIncrement(), it.key(), it.value());
            it.headers().forEach(record.headers()::add);
            take(record);
        }
        relayed.put(topic, published.size());
    }

    /** The dead letters, as {@code topic: reason}. */
    List<String> deadLetters() {
        return broker.history().stream()
                .filter(it -> it.topic().endsWith("-dlt"))
                .map(it -> it.topic() + ": " + text(it, "dead-letter-reason"))
                .toList();
    }

    /** The definitions of sagas that were said to need attention. */
    List<String> attention() {
        return attention;
    }

    List<String> ignored() {
        return ignored;
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** The saga's state and where it waits, as {@code STATE step/action}. */
    String state(String key) {
        return state(id(key));
    }

    String state(SagaId id) {
        SagaView saga = queries().find(id).orElseThrow();
        String waits = saga.waits().stream()
                .map(it -> " " + it.step() + "/" + it.action())
                .collect(Collectors.joining());
        return saga.state() + waits;
    }

    /** The saga's transitions by their kinds. */
    List<String> kinds(String key) {
        return queries().history(id(key)).orElseThrow().transitions().stream()
                .map(SagaView.Entry::kind)
                .toList();
    }

    @Nullable
    Instant nextCheckAt(String key) {
        JdbcTemplate there = stores.get(stores.of(id(key))).jdbc();
        StoredSaga saga = new SagaStore(there, FORMAT).load(List.of(id(key))).get(id(key));
        return saga == null ? null : saga.nextCheckAt();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }

    /** Of a record that was queued: nobody knows yet that it will fail. */
    private static final class FailsLater extends CompletableFuture<RecordMetadata> {

        FailsLater(RuntimeException why) {
            completeExceptionally(why);
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }
}
