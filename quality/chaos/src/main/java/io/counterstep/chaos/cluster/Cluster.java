package io.counterstep.chaos.cluster;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system under test as real processes: three brokers, PostgreSQL and instances of each service, each behind proxies.
 * They end with this JVM, however that ends, unless PostgreSQL when it is killed with SIGKILL. The methods that change
 * which nodes there are or run are for one thread at a time; the others are thread-safe.
 */
public final class Cluster implements AutoCloseable {

    static final int BROKERS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    /** JVMs that start at a time: more only get into each other's way. */
    private static final int AT_A_TIME = 3;

    private static final Duration ASK_FOR = Duration.ofSeconds(5);

    private final ClusterOptions options;
    private final FreePorts ports = new FreePorts();
    private final List<Broker> brokers = new ArrayList<>();
    private final Postgres database;
    private final List<ServiceInstance> services = new CopyOnWriteArrayList<>();
    private final ServiceInstance.Surroundings surroundings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Thread atTheEnd = Thread.ofPlatform().name("cluster-end").unstarted(this::abandon);
    private boolean closed;

    private Cluster(ClusterOptions options) {
        this.options = options;
        this.database = new Postgres(options.folder(), LocalOptions.sharedPrograms(), ports.next());
        List<Broker.Ports> of = IntStream.range(0, BROKERS)
                .mapToObj(it -> new Broker.Ports(ports.next(), ports.next(), ports.next()))
                .toList();
        String voters = IntStream.range(0, BROKERS)
                .mapToObj(it -> "%d@127.0.0.1:%d".formatted(it + 1, of.get(it).controller()))
                .collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        for (int i = 0; i < BROKERS; i++) {
            brokers.add(new Broker(i + 1, of.get(i), options.folder(), clusterId, voters));
        }
        String bootstrap = brokers.stream().map(Broker::clientAddress).collect(Collectors.joining(","));
        this.surroundings =
                new ServiceInstance.Surroundings(options.folder(), database.port(), bootstrap, options.without(), http);
        for (Service service : Service.values()) {
            for (int i = 0; i < options.instances(); i++) {
                add(service);
            }
        }
    }

    /**
     * Starts everything and returns when all of it answers, on two cores after about a minute.
     *
     * @throws ClusterException if something does not start; then nothing is left
     */
    public static Cluster start(ClusterOptions options) {
        try {
            Files.createDirectories(options.folder().resolve("logs"));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot create " + options.folder(), failed);
        }
        Cluster cluster = new Cluster(options);
        Runtime.getRuntime().addShutdownHook(cluster.atTheEnd);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException | Error failed) {
            try {
                cluster.close();
            } catch (RuntimeException too) {
                failed.addSuppressed(too);
            }
            throw failed;
        }
    }

    /** All three, in the order of their ids. */
    public List<BrokerNode> brokers() {
        return List.copyOf(brokers);
    }

    /** PostgreSQL. */
    public Node database() {
        return database;
    }

    /** All instances of all services. */
    public List<ServiceNode> services() {
        return List.copyOf(services);
    }

    /** The instances of one service, by number. */
    public List<ServiceNode> services(Service service) {
        return services().stream().filter(it -> it.service() == service).toList();
    }

    /** Past the proxies, for those who watch. */
    public String directBootstrapServers() {
        return brokers.stream().map(Broker::directAddress).collect(Collectors.joining(","));
    }

    /** Past the proxies, for those who watch; as the user of {@code EmbeddedDatabase}. */
    public String jdbcUrl(Service service) {
        return database.jdbcUrl(service);
    }

    /** A further instance, not yet started. */
    public ServiceNode add(Service service) {
        int number = services(service).size() + 1;
        ServiceInstance added = new ServiceInstance(service, number, ports.next(), surroundings);
        services.add(added);
        return added;
    }

    /** Ends an instance in order, for good. */
    public void remove(ServiceNode instance) {
        instance.stop();
        services.removeIf(it -> it == instance);
        if (instance instanceof ServiceInstance gone) {
            gone.database().close();
        }
    }

    /** The id of the broker that leads the controllers' quorum; -1 if nobody says so within a few seconds. */
    public int controllerId() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                directBootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) ASK_FOR.toMillis() / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ASK_FOR.toMillis());
        Admin admin = Admin.create(settings);
        try {
            return admin.describeMetadataQuorum()
                    .quorumInfo()
                    .get(ASK_FOR.toMillis(), TimeUnit.MILLISECONDS)
                    .leaderId();
        } catch (ExecutionException | TimeoutException | KafkaException unknown) {
            LOG.debug("Nobody says who leads the controllers", unknown);
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while asking who leads the controllers", interrupted);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** As if the power failed; the data stays. */
    public void killAll() {
        nodes().forEach(Node::kill);
    }

    /** Starts what does not run, and thaws what is frozen; returns when all of it answers. */
    public void startAll() {
        options.progress().accept("starting three brokers and PostgreSQL");
        brokers.forEach(Node::launch);
        database.start();
        brokers.forEach(Node::start);
        options.progress().accept("starting %d instances of services".formatted(services.size()));
        together(services, Node::start);
        options.progress().accept("everything answers");
    }

    /** Ends everything; the data stays. Closing again does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<RuntimeException> failures = new ArrayList<>();
        // In order would take long and could fail: what was to be learned from them has been learned.
        for (Node node : nodes()) {
            try {
                node.kill();
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        services.forEach(it -> it.database().close());
        brokers.forEach(it -> it.clients().close());
        http.shutdownNow();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException ending) {
            LOG.debug("Closed while the JVM ends", ending);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Services first. */
    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(services);
        nodes.addAll(brokers);
        nodes.add(database);
        return nodes;
    }

    private void abandon() {
        services.forEach(JvmNode::abandon);
        brokers.forEach(JvmNode::abandon);
        database.kill();
    }

    private static <N> void together(List<N> nodes, Consumer<N> action) {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().name("start-", 1).factory())) {
            nodes.forEach(it -> running.add(threads.submit(() -> action.accept(it))));
            try {
                for (Future<?> each : running) {
                    each.get();
                }
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                throw new ClusterException("A service did not start", failed);
            } catch (InterruptedException interrupted) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted while starting services", interrupted);
            }
        }
    }
}
