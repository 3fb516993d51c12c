package io.counterstep.benchmarks.peers;

import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.sdk.version.Version;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Restate. */
public final class RestateContender implements Contender {

    private static final Logger LOG = LoggerFactory.getLogger(RestateContender.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final JsonMapper JSON = JsonMapper.shared();

    static final int CONNECTIONS = Integer.getInteger("restate.connections", 64);
    static final int MULTIPLEX = Integer.getInteger("restate.multiplex", -1);
    static final int WORKER_LOOPS = Integer.getInteger("restate.loops", 1);

    private static final long CLOSE_SECONDS = 10;

    private final Parts parts = new Parts();
    private final Ends ends;
    private final Path data;
    private final RestateServer server;
    private final HttpClient ingress;

    private RestateContender(Path folder, Ends ends, Function<ExecutorService, Endpoint> handlers)
            throws IOException, InterruptedException {
        this.ends = ends;
        this.data = folder.resolve("restate-data");
        Path program = RestateProgram.installed();
        Quiet.below("dev.restate");
        try {
            Vertx vertx = Vertx.vertx();
            parts.keep(() -> await(vertx.close()));
            ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
            parts.keep(executor::shutdownNow);
            Endpoint endpoint = handlers.apply(executor);
            HttpServer worker =
                    await(RestateHttpServer.fromEndpoint(vertx, endpoint).listen(0, LOOPBACK));
            for (int i = 1; i < WORKER_LOOPS; i++) {
                await(RestateHttpServer.fromEndpoint(vertx, endpoint).listen(worker.actualPort(), LOOPBACK));
            }
            server = parts.keep(RestateServer.start(program, data, folder));
            server.register(worker.actualPort());
            ingress = vertx.createHttpClient(client(server.ingress()));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    public static Contender openSteps(Path folder, Ends ends) throws IOException, InterruptedException {
        return new RestateContender(folder, ends, RestateHandlers::steps);
    }

    public static Contender openCalls(Path folder, Ends ends) throws IOException, InterruptedException {
        return new RestateContender(folder, ends, RestateHandlers::calls);
    }

    @Override
    public Map<String, String> versions() {
        return Map.of("Restate server", RestateProgram.VERSION, "Restate SDK for Java", Version.VERSION);
    }

    private static HttpClientOptions client(int port) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(CONNECTIONS)
                .setHttp2MultiplexingLimit(MULTIPLEX)
                .setDefaultHost(LOOPBACK)
                .setDefaultPort(port);
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    @Override
    public void begin(long saga) {
        Buffer order = Buffer.buffer(JSON.writeValueAsBytes(ThreeSteps.Order.of(saga)));
        ingress.request(HttpMethod.POST, RestateHandlers.SAGA_PATH)
                .compose(call -> send(call, order))
                .onSuccess(completed -> ends.ended(saga, completed))
                // a saga that is never told to end fails the run
                .onFailure(failed -> LOG.error("Saga {} did not end", saga, failed));
    }

    private static Future<Boolean> send(HttpClientRequest call, Buffer order) {
        return call.putHeader("content-type", "application/json").send(order).compose(RestateContender::result);
    }

    private static Future<Boolean> result(HttpClientResponse answer) {
        return answer.body()
                .compose(body -> answer.statusCode() == 200
                        ? Future.succeededFuture(JSON.readValue(body.getBytes(), Boolean.class))
                        : Future.failedFuture("status " + answer.statusCode() + ": " + body));
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(server.handle());
    }

    @Override
    public List<Path> data() {
        return List.of(data);
    }

    @Override
    public void close() {
        parts.close();
    }
}
