package io.counterstep.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door before a real Tomcat: one request works at a time, two more may wait, two streams may be open. */
class AdmissionFilterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration UPLOAD_WITHIN = Duration.ofSeconds(5);
    private static final int MAX_BODY = 20_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong nanoTime = new AtomicLong();
    private final Servlets servlets = new Servlets();
    private final List<Socket> sockets = new ArrayList<>();
    private Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "all", servlets);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "all");
        FilterDef filter = new FilterDef();
        filter.setFilterName("admission");
        filter.setFilter(new AdmissionFilter(
                new AdmissionFilter.Bounds(1, 2, PATIENCE, 2, MAX_BODY, UPLOAD_WITHIN), "/actuator", nanoTime::get));
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName("admission");
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        map.setDispatcher(DispatcherType.ASYNC.name());
        context.addFilterMap(map);
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException, IOException {
        servlets.goOn.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        client.shutdownNow();
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aSlowUploadKeepsNobodyFromATurn() throws Exception {
        Socket slow = upload(10, "half");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(get("/work").statusCode()).as("another one").isEqualTo(200));
        for (int i = 0; i < 5; i++) {
            assertThat(get("/work").statusCode()).isEqualTo(200);
        }
        send(slow, "/whole");
        assertThat(answer(slow)).startsWith("HTTP/1.1 200").endsWith("half/whole");
    }

    @Test
    void anUploadThatIsNotThereInTimeIsRefusedAndGivesItsPlaceBack() throws Exception {
        for (int i = 0; i < 4; i++) {
            Socket slow = upload(10_000, "begun");
            await().atMost(SOON).until(() -> {
                boolean answered = slow.getInputStream().available() > 0;
                if (!answered) {
                    nanoTime.addAndGet(UPLOAD_WITHIN.plusMillis(1).toNanos());
                    send(slow, ".");
                }
                return answered;
            });
            assertThat(beginOfAnswer(slow)).startsWith("HTTP/1.1 408");
        }
        assertThat(get("/work").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyIsHandedOnWholeHoweverItComes() throws Exception {
        byte[] body = "x".repeat(MAX_BODY).getBytes(US_ASCII);
        assertThat(post(HttpRequest.BodyPublishers.ofByteArray(body)).body()).hasSize(MAX_BODY);
        assertThat(post(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .body())
                .as("in chunks, without a length")
                .hasSize(MAX_BODY);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        byte[] body = "x".repeat(MAX_BODY + 1).getBytes(US_ASCII);
        assertThat(post(HttpRequest.BodyPublishers.ofByteArray(body)).statusCode())
                .isEqualTo(413);
        HttpResponse<String> refused =
                post(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("the body is larger than 20000 bytes");
    }

    @Test
    void theParametersOfAFormAreStillRead() throws Exception {
        HttpRequest form = HttpRequest.newBuilder(uri("/parameter"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=dana"))
                .build();
        assertThat(client.send(form, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("dana");
    }

    @Test
    void anOpenStreamTakesNoTurnAndNoPlaceOfOthers() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(stream().statusCode()).isEqualTo(200);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(get("/work").statusCode()).isEqualTo(200);
        }
        List<CompletableFuture<HttpResponse<String>>> all = waiting("/work?blocking", 3);
        await("one works and two wait")
                .during(Duration.ofMillis(500))
                .atMost(SOON)
                .until(() -> all.stream().noneMatch(CompletableFuture::isDone));
        servlets.goOn.countDown();
        assertThat(all).allSatisfy(it -> assertThat(it.get().statusCode()).isEqualTo(200));
    }

    @Test
    void streamsBeyondTheirBoundAreToldToComeBackUntilOneEnds() throws Exception {
        stream();
        stream();
        HttpResponse<InputStream> refused = stream();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("3");
        assertThat(new String(refused.body().readAllBytes(), US_ASCII)).contains("too many streams of events at once");

        taken().complete();
        await().atMost(SOON).until(() -> stream().statusCode() == 200);
    }

    @Test
    void whatIsAnsweredLaterKeepsItsPlaceButNoTurn() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> later = waiting("/later", 2);
        await().atMost(SOON).until(() -> servlets.pending.size() == 2);
        assertThat(get("/work").statusCode()).as("nobody works").isEqualTo(200);

        later.addAll(waiting("/later", 1));
        await().atMost(SOON).until(() -> servlets.pending.size() == 3);
        assertThat(get("/work").statusCode()).as("all places are taken").isEqualTo(503);

        for (int i = 0; i < 3; i++) {
            taken().dispatch("/told");
        }
        assertThat(later).allSatisfy(it -> assertThat(it.get().statusCode()).isEqualTo(200));
        await().atMost(SOON).until(() -> get("/work").statusCode() == 200);
    }

    @Test
    void whatIsDispatchedAgainWaitsForItsTurn() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> later = waiting("/later", 1);
        AsyncContext pending = taken();
        List<CompletableFuture<HttpResponse<String>>> blocking = waiting("/work?blocking", 1);
        await().atMost(SOON).until(() -> servlets.atWork.get() == 1);
        pending.dispatch("/told");
        await().during(Duration.ofMillis(300))
                .atMost(SOON)
                .until(() -> !later.getFirst().isDone());
        servlets.goOn.countDown();
        assertThat(later.getFirst().get().body()).isEqualTo("told");
        assertThat(blocking.getFirst().get().statusCode()).isEqualTo(200);
    }

    private AsyncContext taken() throws InterruptedException {
        return Objects.requireNonNull(servlets.pending.poll(SOON.toSeconds(), TimeUnit.SECONDS), "nothing is pending");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<CompletableFuture<HttpResponse<String>>> waiting(String path, int number) {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
            all.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        return all;
    }

    private HttpResponse<String> post(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri("/work")).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<InputStream> stream() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/events"))
                .header("Accept", "text/event-stream")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private Socket upload(int length, String begin) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
        sockets.add(socket);
        socket.setSoTimeout((int) SOON.toMillis());
        send(
                socket,
                "POST /work HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n"
                        + begin);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    /** Tomcat goes on reading what it throws away, so there is no end yet. */
    private static String beginOfAnswer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes("HTTP/1.1 408".length()), US_ASCII);
    }

    /** Echoes bodies, and keeps pending what the test ends. */
    private static final class Servlets extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient BlockingQueue<AsyncContext> pending = new LinkedBlockingQueue<>();
        private final transient CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger atWork = new AtomicInteger();

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getServletPath() + request.getPathInfo()) {
                case "/events" -> {
                    AsyncContext context = request.startAsync();
                    context.setTimeout(0);
                    response.setContentType("text/event-stream");
                    response.flushBuffer();
                    pending.add(context);
                }
                case "/later" -> {
                    AsyncContext context = request.startAsync();
                    context.setTimeout(0);
                    pending.add(context);
                }
                case "/told" -> response.getOutputStream().print("told");
                case "/parameter" -> response.getOutputStream().print(request.getParameter("name"));
                default -> work(request, response);
            }
        }

        private void work(HttpServletRequest request, HttpServletResponse response) throws IOException {
            atWork.incrementAndGet();
            try {
                byte[] body = request.getInputStream().readAllBytes();
                if ("blocking".equals(request.getQueryString()) && !goOn.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("nobody let it go on");
                }
                response.getOutputStream().write(body);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                atWork.decrementAndGet();
            }
        }
    }
}
