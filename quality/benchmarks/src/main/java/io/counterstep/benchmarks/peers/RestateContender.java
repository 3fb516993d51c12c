package io.counterstep.benchmarks.peers;

import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.sdk.version.Version;
import io.counterstep.benchmarks.Contender;
import io.counterstep.benchmarks.Ends;
import io.counterstep.benchmarks.Order;
import io.counterstep.benchmarks.Parts;
import io.counterstep.benchmarks.run.Quiet;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * Restate 1.7: its server as a process of its own, and its Java SDK, whose handlers share the load's JVM.
 *
 * <p><b>Durability.</b> One node, with the defaults of {@code --production}: the replicated log with one copy, whose server
 * commits each batch of records to RocksDB's write-ahead log with fsync ({@code log-server.rocksdb-disable-wal-fsync} is
 * false) before it acknowledges. The partitions' own RocksDB is derived from that log.
 *
 * <p><b>Two forms of the saga.</b> {@link #openSteps} runs each step and compensation by {@code ctx.run} inside the saga's
 * handler, the cheaper form; {@link #openCalls} calls a handler of another service for each, the form that corresponds to
 * participants of their own.
 *
 * <p><b>In its favour.</b> The caller gets the result as the answer to its call, so there is no last step to tell it; calls
 * carry no idempotency key; serializers are made once; the SDK logs warnings only; the participants' answers are values, no
 * exceptions. Calls go in over HTTP/2 connections that stay open, by the client of Vert.x, which the SDK serves with;
 * handlers run in virtual threads. Partitions: see {@link RestateServer}.
 *
 * <p>The server's program comes from npm, see {@link RestateProgram}.
 */
public final class RestateContender implements Contender {

    private static final String LOOPBACK = "127.0.0.1";
    private static final JsonMapper JSON = JsonMapper.shared();

    // The server takes 200 calls at once on each: a further connection is opened when those are not enough.
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration WAIT = Duration.ofSeconds(10);

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
            server = parts.keep(RestateServer.start(program, data, folder));
            server.register(worker.actualPort());
            ingress = vertx.createHttpClient(client(server.ingress()));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            parts.close();
            throw failed;
        }
    }

    /**
     * Steps inside the saga's handler.
     *
     * @throws RestateProgram.UnavailableException if there is no server's program and npm cannot install it
     * @throws IOException if the server does not start or refuses the handlers; the message names its log
     */
    public static Contender openSteps(Path folder, Ends ends) throws IOException, InterruptedException {
        return new RestateContender(folder, ends, RestateHandlers::steps);
    }

    /** Each step a call to another service; throws as {@link #openSteps}. */
    public static Contender openCalls(Path folder, Ends ends) throws IOException, InterruptedException {
        return new RestateContender(folder, ends, RestateHandlers::calls);
    }

    @Override
    public Map<String, String> versions() {
        return madeOf();
    }

    static Map<String, String> madeOf() {
        return Map.of("Restate server", RestateProgram.VERSION, "Restate SDK for Java", Version.VERSION);
    }

    private static HttpClientOptions client(int port) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(MAX_CONNECTIONS)
                .setDefaultHost(LOOPBACK)
                .setDefaultPort(port);
    }

    private static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("Opening or closing the endpoint of the handlers failed", failed);
        }
    }

    @Override
    public void begin(long saga) {
        Buffer order = Buffer.buffer(JSON.writeValueAsBytes(Order.of(saga)));
        ingress.request(HttpMethod.POST, RestateHandlers.SAGA_PATH)
                .compose(call -> send(call, order))
                .onSuccess(completed -> ends.ended(saga, completed))
                .onFailure(failed -> ends.failed("saga " + saga + " did not end: " + failed));
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
