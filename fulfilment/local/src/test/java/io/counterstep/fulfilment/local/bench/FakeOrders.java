package io.counterstep.fulfilment.local.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Plays the order service: accepts every order and tells at once how it ended, before the POST is even answered. Orders
 * that must fail are canceled.
 */
public final class FakeOrders implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger posts = new AtomicInteger();
    private final Consumer<String> publisher;
    private volatile int rejectEvery;
    private volatile boolean forgetful;

    /** @param publisher of final events, as JSON */
    public FakeOrders(Consumer<String> publisher) throws IOException {
        this.publisher = publisher;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/orders", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every so-manieth POST is answered with 503. */
    void rejectEvery(int posts) {
        rejectEvery = posts;
    }

    /** Shows every order as PENDING, whatever it told. */
    void forget() {
        forgetful = true;
    }

    int posts() {
        return posts.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("GET")) {
                String path = exchange.getRequestURI().getPath();
                String id = path.substring(path.lastIndexOf('/') + 1);
                answer(exchange, 200, statuses.getOrDefault(id, "UNKNOWN"), id);
                return;
            }
            int number = posts.incrementAndGet();
            if (rejectEvery > 0 && number % rejectEvery == 0) {
                answer(exchange, 503, "REJECTED", "none");
                return;
            }
            place(body, "order-" + number);
            answer(exchange, 202, "PENDING", "order-" + number);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void place(String body, String id) {
        boolean fails = body.contains("bankrupt") || body.contains("OUT-OF-STOCK") || body.contains("AQ");
        statuses.put(id, forgetful ? "PENDING" : fails ? "CANCELED" : "COMPLETED");
        publisher.accept("""
                {"orderId":"%s","status":"ORDER_%s","reason":"refused"}""".formatted(id, fails ? "CANCELED" : "COMPLETED"));
    }

    /** Without a length, so that the body is chunked, as real servers do it. */
    private static void answer(HttpExchange exchange, int code, String status, String id) throws IOException {
        exchange.sendResponseHeaders(code, 0);
        exchange.getResponseBody().write("""
                {"orderId":"%s","status":"%s","title":"try later"}""".formatted(id, status).getBytes(StandardCharsets.UTF_8));
    }
}
