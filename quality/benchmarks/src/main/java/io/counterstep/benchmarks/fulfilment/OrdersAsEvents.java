package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.Relay;
import io.counterstep.benchmarks.engine.StoredSagas;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order system from ORDER_CREATED on {@code order-events} to the order's final event there. The orders themselves are
 * stored beforehand; the load publishes what the order service's outbox would have published.
 */
public final class OrdersAsEvents extends OrderSystemContender {

    /** More than this machine has ever shown; as many orders are stored for each second of load. */
    static final int MOST_PER_SECOND = ConsoleSettings.MAX_PER_SECOND;

    private static final Logger LOG = LoggerFactory.getLogger(OrdersAsEvents.class);
    /** More are not begun while so many have not ended. */
    static final int MOST_OUTSTANDING = 16_384;

    private static final Map<String, Object> PRODUCER =
            Map.of("acks", "all", "linger.ms", 20, "enable.metrics.push", false);

    private final Ends ends;
    private final Connection connection;
    private final StoredOrders orders;
    private final MessageFormat format = new MessageFormat("orderId");
    private final Publisher publisher;
    private final AtomicLong begun = new AtomicLong();
    private final Relay relay;
    private final FinalOrderEvents events;

    private OrdersAsEvents(FulfilmentSystem system, Ends ends) throws SQLException {
        super(system);
        this.ends = ends;
        this.connection = system.orders();
        this.orders = new StoredOrders(connection, System.currentTimeMillis());
        Map<String, Object> settings = new HashMap<>(PRODUCER);
        settings.put("bootstrap.servers", system.bootstrapServers());
        this.publisher = new Publisher(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                new Records(format, "order-service"),
                InstantSource.system());
        this.events = listen(
                (orderId, completed) -> orders.sagaOf(orderId).ifPresent(saga -> ends.ended(saga, completed)), ends);
        this.relay = Relay.start(publisher, this::created, ends);
    }

    /** See {@link Contender.Opener}. */
    public static OrdersAsEvents open(Path folder, Ends ends) throws Exception {
        FulfilmentSystem system = FulfilmentSystem.start(folder);
        try {
            return new OrdersAsEvents(system, ends);
        } catch (SQLException | RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    /** Stores such sagas in the orchestrator's database; those that wait do so for the payment. */
    void store(Stored stored) throws SQLException {
        new StoredSagas(system.jdbcUrl(Service.ORCHESTRATOR), "payment")
                .fill(stored, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }

    /** The number of the next order. */
    long next() {
        return begun.get();
    }

    @Override
    public void prepare(Duration load) throws SQLException {
        orders.storeUpTo(begun.get() + load.toSeconds() * MOST_PER_SECOND + MOST_OUTSTANDING);
    }

    @Override
    public void begin(long saga) {
        begun.accumulateAndGet(saga + 1, Math::max);
        if (saga >= orders.stored()) {
            ends.failed("only %d orders were stored beforehand: more than %d sagas a second were run"
                    .formatted(orders.stored(), MOST_PER_SECOND));
            return;
        }
        relay.begin(saga);
    }

    private OutgoingMessage created(long saga) {
        OrderVocabulary.OrderCreated order = orders.announcement(saga);
        String type = OrderVocabulary.CREATED.type().name();
        return new OutgoingMessage(
                OrderVocabulary.ORDER.eventTopic(),
                order.orderId(),
                type,
                order.orderId() + "/" + type,
                null,
                null,
                format.encode(order.orderId(), type, order));
    }

    @Override
    public void close() {
        try {
            relay.close();
            events.close();
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException lost) {
            LOG.warn("Closing a connection failed", lost);
        }
        publisher.close();
        system.close();
    }
}
