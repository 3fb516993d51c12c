package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The order system from ORDER_CREATED on {@code order-events} to the order's final event there. The orders themselves are
 * stored beforehand; the load publishes what the order service's outbox would have published.
 */
public final class OrdersAsEvents implements Contender {

    /** More than this machine has ever shown; as many orders are stored for each second of load. */
    static final int MOST_PER_SECOND = 6_000;

    private static final int MOST_OUTSTANDING = 16_384;
    private static final int MOST_AT_ONCE = 1_000;

    private static final Map<String, Object> PRODUCER =
            Map.of("acks", "all", "linger.ms", 20, "enable.metrics.push", false);

    private final FulfilmentSystem system;
    private final Ends ends;
    private final Connection connection;
    private final StoredOrders orders;
    private final MessageFormat format = new MessageFormat("orderId");
    private final Publisher publisher;
    private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong begun = new AtomicLong();
    private final Thread relay = Thread.ofPlatform().name("relay").daemon().unstarted(this::publish);
    private final FinalOrderEvents events;

    private OrdersAsEvents(FulfilmentSystem system, Ends ends) throws SQLException {
        this.system = system;
        this.ends = ends;
        this.connection = system.orders();
        this.orders = new StoredOrders(connection, System.currentTimeMillis());
        Map<String, Object> settings = new java.util.HashMap<>(PRODUCER);
        settings.put("bootstrap.servers", system.bootstrapServers());
        this.publisher = new Publisher(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                new Records(format, "order-service"),
                InstantSource.system());
        this.events = FinalOrderEvents.listen(system.bootstrapServers(), new FinalOrderEvents.Listener() {
            @Override
            public void ended(String orderId, boolean completed) {
                orders.sagaOf(orderId).ifPresent(saga -> ends.ended(saga, completed));
            }

            @Override
            public void failed(String why) {
                ends.failed(why);
            }
        });
        relay.start();
    }

    /** See {@link Contender.Opener}. */
    public static Contender open(Path folder, Ends ends) throws Exception {
        FulfilmentSystem system = FulfilmentSystem.start(folder);
        try {
            return new OrdersAsEvents(system, ends);
        } catch (SQLException | RuntimeException failed) {
            system.close();
            throw failed;
        }
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
        waiting.add(saga);
    }

    private void publish() {
        List<Long> sagas = new ArrayList<>();
        try {
            while (true) {
                sagas.clear();
                sagas.add(waiting.take());
                waiting.drainTo(sagas, MOST_AT_ONCE - 1);
                publisher.publish(sagas.stream().map(this::created).toList());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            ends.failed("publishing ORDER_CREATED failed: " + failed.getMessage());
        }
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
    public List<ProcessHandle> processes() {
        return system.processes();
    }

    @Override
    public List<Path> data() {
        return system.data();
    }

    @Override
    public Map<String, Double> counters() throws Exception {
        return system.counters();
    }

    @Override
    public Map<String, String> versions() throws Exception {
        return system.versions();
    }

    @Override
    public void close() {
        relay.interrupt();
        events.close();
        try {
            relay.join();
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException lost) {
            org.slf4j.LoggerFactory.getLogger(OrdersAsEvents.class).warn("Closing a connection failed", lost);
        }
        publisher.close();
        system.close();
    }
}
