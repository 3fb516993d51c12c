package io.counterstep.chaos.cluster;

import io.counterstep.chaos.sabotage.Guard;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class ServiceInstance extends JvmNode implements ServiceNode {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceInstance.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final int PARTITIONS = 4;
    private static final int POOL = 8;

    private final Service service;
    private final int port;
    private final TcpProxy database;
    private final Surroundings surroundings;
    private final Path clock;

    /**
     * What all instances share.
     *
     * @param databasePort PostgreSQL's own
     * @param http asks whether they answer
     */
    record Surroundings(Path folder, int databasePort, String bootstrapServers, Set<Guard> without, HttpClient http) {}

    ServiceInstance(Service service, int number, int port, Surroundings surroundings) {
        super(nameOf(service, number), surroundings.folder().resolve("logs").resolve(nameOf(service, number) + ".log"));
        this.service = service;
        this.port = port;
        this.surroundings = surroundings;
        this.database = TcpProxy.to(surroundings.databasePort(), name() + " to PostgreSQL");
        this.clock = surroundings.folder().resolve(name() + ".clock");
    }

    private static String nameOf(Service service, int number) {
        return service.label() + "-" + number;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public TcpProxy database() {
        return database;
    }

    @Override
    public void clockOffset(Duration offset) {
        OffsetClock.write(clock, offset);
    }

    @Override
    List<String> jvm() {
        String without = surroundings.without().isEmpty()
                ? ServiceUnderTest.NONE
                : surroundings.without().stream().map(Guard::name).collect(Collectors.joining(","));
        List<String> jvm = new ArrayList<>(
                List.of("-Xmx256m", ServiceUnderTest.class.getName(), service.name(), clock.toString(), without));
        jvm.addAll(arguments());
        return jvm;
    }

    private List<String> arguments() {
        // In seconds: a database that falls silent counts as away before the fault is over.
        String jdbcUrl = "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=3&socketTimeout=10"
                .formatted(database.port(), service.database());
        return List.of(
                "--spring.config.name=" + service.configName(),
                "--spring.profiles.active=demo",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + surroundings.bootstrapServers(),
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + EmbeddedDatabase.USER,
                "--spring.datasource.password=" + EmbeddedDatabase.PASSWORD,
                "--spring.datasource.hikari.maximum-pool-size=" + POOL,
                "--spring.datasource.hikari.connection-timeout=3000",
                "--spring.datasource.hikari.validation-timeout=1000",
                "--spring.main.banner-mode=off",
                "--spring.jmx.enabled=false",
                "--spring.lifecycle.timeout-per-shutdown-phase=3s",
                "--counterstep.topics.partitions=" + PARTITIONS,
                "--logging.level.org.apache.kafka=WARN",
                "--logging.level.io.counterstep.saga=WARN");
    }

    /** Any answer will do: that its database is away is told by the service, not by its absence. */
    @Override
    boolean answers(Process running) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/ping"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            surroundings.http().send(request, BodyHandlers.discarding());
            return true;
        } catch (IOException notYet) {
            LOG.trace("{} does not answer yet", name(), notYet);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for " + name(), interrupted);
        }
    }
}
