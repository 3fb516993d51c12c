package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.Parts;
import io.counterstep.benchmarks.Relay;
import io.counterstep.benchmarks.measure.KafkaCounters;
import io.counterstep.benchmarks.measure.PostgresCounters;
import io.counterstep.core.decide.Status;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.Ports;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.SagaListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The engine on a broker (a process of its own) and PostgreSQL with fsync and synchronous commits. The orchestrator is the
 * starter's, with its defaults but for one partition a topic; participants and load share its JVM. A saga has
 * ended when the orchestrator has committed its end, of which the load is told as a {@link SagaListener}.
 */
public final class EngineContender implements Contender {

    private static final String DATABASE = "orchestrator";
    /** Each partition more is a record batch more in every request. */
    private static final int PARTITIONS = 1;

    private final Parts parts = new Parts();
    private final List<ProcessHandle> processes = new ArrayList<>();
    private final Path broker;
    private final Path database;
    private final PostgresCounters postgresCounters;
    private final KafkaCounters kafkaCounters;
    private final Relay starts;
    private final String sagas;

    private EngineContender(Path folder, Ends ends) throws IOException, SQLException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        broker = folder.resolve("kafka");
        database = folder.resolve("postgresql");
        try {
            Ports ports = Ports.free();
            var places = new EmbeddedDatabase.Places(
                    database, LocalOptions.sharedPrograms(), logs.resolve("postgresql.log"));
            PostgresCounters.enable(places, ports.postgres());
            var postgres = parts.keep(EmbeddedDatabase.start(places, ports.postgres(), List.of(DATABASE)));
            postgres.process().ifPresent(processes::add);
            var kafka = parts.keep(
                    BrokerProcess.start(broker, logs.resolve("kafka.log"), ports.kafka(), ports.controller()));
            processes.add(kafka.handle());
            parts.keep(new SpringApplicationBuilder(EngineApplication.class)
                    .web(WebApplicationType.NONE)
                    .registerShutdownHook(false)
                    .initializers(context -> ((GenericApplicationContext) context)
                            .registerBean(SagaListener.class, () -> (saga, transition) -> {
                                if (transition.to().isFinal()) {
                                    ends.ended(Long.parseLong(saga.key()), transition.to() == Status.COMPLETED);
                                }
                            }))
                    .properties(Map.of(
                            "spring.application.name",
                            "orchestrator",
                            "spring.datasource.url",
                            postgres.jdbcUrl(DATABASE),
                            "spring.datasource.username",
                            EmbeddedDatabase.USER,
                            "spring.datasource.password",
                            EmbeddedDatabase.PASSWORD,
                            "spring.flyway.enabled",
                            "false",
                            "spring.kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "counterstep.max-in-flight",
                            Stored.MAX,
                            "counterstep.topics.partitions",
                            PARTITIONS,
                            "counterstep.topics.replication-factor",
                            1,
                            "logging.level.io.counterstep.saga",
                            "warn"))
                    .run());
            sagas = postgres.jdbcUrl(DATABASE);
            postgresCounters = new PostgresCounters(postgres.jdbcUrl("postgres"));
            kafkaCounters = parts.keep(new KafkaCounters(kafka.bootstrapServers()));
            starts = participants(kafka.bootstrapServers(), ends);
        } catch (IOException | SQLException | RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    public static Contender open(Path folder, Ends ends) throws IOException, SQLException {
        return new EngineContender(folder, ends);
    }

    private Relay participants(String bootstrapServers, Ends ends) {
        MessageFormat format = new MessageFormat("orderId");
        Records records = new Records(format, "participants");
        LoopContainers containers =
                new LoopContainers(Map.of("bootstrap.servers", bootstrapServers), LoopContainers.DEFAULT_MAX_BATCH, 1);
        Answering answering = new Answering(format);
        List<String> steps = ThreeSteps.PARTS.stream()
                .map(it -> it.participant().commandTopic())
                .toList();
        loop("participants", steps, answering, containers, records);
        Publisher publisher = parts.keep(new Publisher(containers.producer("starts"), records, InstantSource.system()));
        return parts.keep(Relay.start(publisher, saga -> ThreeSteps.created(saga, format), ends));
    }

    private void loop(
            String name, List<String> topics, Answering answering, LoopContainers containers, Records records) {
        Publisher publisher = parts.keep(new Publisher(containers.producer(name), records, InstantSource.system()));
        BatchLoop loop = new BatchLoop(
                name, answering, records, publisher, new NoTransactions(), LoopObserver.NONE, InstantSource.system());
        var container = containers.container(name, topics, loop);
        container.start();
        parts.keep(container::stop);
    }

    @Override
    public void begin(long saga) {
        starts.begin(saga);
    }

    @Override
    public boolean fill(Stored stored) throws SQLException {
        new StoredSagas(sagas, "first").fill(stored, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
        return true;
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.copyOf(processes);
    }

    @Override
    public List<Path> data() {
        return List.of(broker, database);
    }

    @Override
    public Map<String, Double> counters() throws Exception {
        Map<String, Double> totals = new HashMap<>(postgresCounters.read());
        totals.putAll(kafkaCounters.read());
        return totals;
    }

    @Override
    public Map<String, String> versions() throws SQLException {
        return Map.of("Kafka", KafkaCounters.version(), "PostgreSQL", postgresCounters.version());
    }

    @Override
    public void close() {
        parts.close();
    }
}
