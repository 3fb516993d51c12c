package io.counterstep.systemtests.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.messaging.Records;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.RawProducer;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Kafka and PostgreSQL alone, to run a few small applications of the {@link Trade} on. */
final class Ground implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The databases are those of services that do not run here. */
    static final Service OFFICE = Service.ORDER;

    static final Service WORKSHOP = Service.PAYMENT;

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    final LocalSystem system = LocalSystem.start(LocalOptions.temporary().withServices(Set.of()));
    private final RawProducer producer = new RawProducer(system);
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();

    Ground() {
        for (Service database : Set.of(OFFICE, WORKSHOP)) {
            new JdbcTemplate(new DriverManagerDataSource(
                            system.jdbcUrl(database), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD))
                    .execute(Workshop.TABLE);
        }
    }

    /** Runs an application until it is closed, at the latest with this. */
    ConfigurableApplicationContext run(Class<?> application, Service database, String... settings) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.name=none",
                        "spring.application.name=" + application.getSimpleName().toLowerCase(java.util.Locale.ROOT),
                        "spring.main.banner-mode=off",
                        "spring.kafka.bootstrap-servers=" + system.bootstrapServers(),
                        "spring.datasource.url=" + system.jdbcUrl(database),
                        "spring.datasource.username=" + EmbeddedDatabase.USER,
                        "spring.datasource.password=" + EmbeddedDatabase.PASSWORD,
                        "spring.flyway.enabled=false",
                        "counterstep.topics.partitions=2",
                        "counterstep.checks.every=50ms",
                        "counterstep.checks.start-after=0s")
                .properties(settings)
                .run();
        running.push(context);
        return context;
    }

    /** Does it so many times at once, and returns when all are done; fails as the first of them that fails. */
    static void together(int times, IntConsumer what) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, times)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> what.accept(i), all))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    /** Tells the office's event as a foreign producer would: a body, and nothing else. */
    void order(String orderId, String item) {
        producer.send(Trade.OFFICE.eventTopic(), """
                {"orderId":"%s","status":"ORDERED","item":"%s"}""".formatted(orderId, item));
    }

    /** Tells something as a foreign producer would: a body, and nothing else. */
    void tell(String topic, String orderId, String type) {
        producer.send(topic, """
                {"orderId":"%s","status":"%s"}""".formatted(orderId, type));
    }

    /** Waits until the saga with that whole id is in that state. */
    void awaitState(String sagaId, String state) {
        await(sagaId + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> new Database(system, OFFICE)
                                .column("select state from saga where id = '%s'".formatted(sagaId)),
                        List.of(state)::equals);
    }

    /** Tells the office that something is to be noted. */
    void note(String orderId) {
        producer.send(Note.CLERK.eventTopic(), """
                {"orderId":"%s","status":"REMEMBERED"}""".formatted(orderId));
    }

    /** Tells the workshop something in the orchestrator's name. */
    void command(String orderId, String type, String action) {
        String body = """
                {"orderId":"%s","status":"%s","item":"chair"}""".formatted(orderId, type);
        var record = new ProducerRecord<>(Trade.WORKSHOP.commandTopic(), orderId.getBytes(UTF_8), body.getBytes(UTF_8));
        record.headers().add(Records.ID, (Trade.NAME + ":" + orderId + "/make/" + action).getBytes(UTF_8));
        producer.send(record);
    }

    /** Waits until the saga is in that state. */
    void awaitSaga(String orderId, String state) {
        await("saga of " + orderId + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> sagas("state", orderId), List.of(state)::equals);
    }

    List<String> sagas(String column, String orderId) {
        return new Database(system, OFFICE)
                .column("select %s from saga where business_key = '%s'".formatted(column, orderId));
    }

    /** The kinds of the saga's transitions, oldest first. */
    List<String> kinds(String orderId) {
        return new Database(system, OFFICE)
                .column("select kind from saga_history where saga_id = '%s:%s' order by revision"
                        .formatted(Trade.NAME, orderId));
    }

    /** What was done for the order in that database, in its order. */
    List<String> effects(Service database, String orderId) {
        return new Database(system, database)
                .column("select what from effect where order_id = '%s' order by id".formatted(orderId));
    }

    /** The records of a topic that are about the order. */
    List<Told> told(String topic, String orderId) {
        return new TopicReader(system)
                .read(List.of(topic)).stream()
                        .filter(it -> it.orderId().equals(orderId))
                        .toList();
    }

    /** Waits until the order's record of that type stands in the topic. */
    void awaitTold(String topic, String orderId, String type) {
        await(type + " of " + orderId + " on " + topic)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() ->
                        told(topic, orderId).stream().anyMatch(it -> it.status().equals(type)));
    }

    @Override
    public void close() {
        try (system;
                producer) {
            running.forEach(ConfigurableApplicationContext::close);
        }
    }
}
