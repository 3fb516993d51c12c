package io.counterstep.fulfilment.orchestrator.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Plays the orchestrator's API on a real port: answers what was recorded, and 404 to everything else. */
final class FakeApi implements AutoCloseable {

    private record Recorded(int status, String body) {}

    /** @param request method and path, with the query if there is one */
    record Received(String request, String body) {}

    private final HttpServer server;
    private final Map<String, Recorded> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request method and path; with a query for that one alone, without one for any */
    FakeApi answers(String request, String body) {
        return answers(request, 200, body);
    }

    FakeApi answers(String request, int status, String body) {
        answers.put(request, new Recorded(status, body));
        return this;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The last body that was posted there. */
    String posted(String request) {
        return received.stream()
                .filter(it -> it.request().equals(request))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError(request + " was not received, but " + received))
                .body();
    }

    void forget() {
        answers.clear();
        received.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            // a colon may stand in a path as it is or encoded
            String path = exchange.getRequestURI().getRawPath().replace("%3A", ":");
            String query = exchange.getRequestURI().getRawQuery();
            String request = exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(request, body));
            Recorded answer = answers.getOrDefault(
                    request, answers.getOrDefault(exchange.getRequestMethod() + " " + path, new Recorded(404, """
                    {"title":"Not Found","status":404,"detail":"no recorded answer"}""")));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
