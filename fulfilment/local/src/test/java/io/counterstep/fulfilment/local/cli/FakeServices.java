package io.counterstep.fulfilment.local.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays all services on one real port; answers a path with its texts in turn, the last for ever. */
final class FakeServices implements AutoCloseable {

    record Answer(int status, String body) {}

    record Received(String request, String body, Map<String, List<String>> headers) {}

    private final HttpServer server;
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    FakeServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Leaves in the folder what the launcher would. */
    Path runningIn(Path data) throws IOException {
        Files.writeString(data.resolve("running.json"), """
                {"pid":%2$d,"portOffset":0,"bootstrapServers":"127.0.0.1:1","urls":{"order":"%1$s","orchestrator":"%1$s",
                 "payment":"%1$s","shipping":"%1$s"}}""".formatted(
                        url(), ProcessHandle.current().pid()));
        return data;
    }

    /** @param request method and path with query, for example {@code GET /orders?limit=20} */
    FakeServices answer(String request, int status, String body) {
        answers.computeIfAbsent(request, it -> new CopyOnWriteArrayList<>()).add(new Answer(status, body));
        return this;
    }

    List<Received> received(String request) {
        return received.stream().filter(it -> it.request.equals(request)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(request, body, Map.copyOf(exchange.getRequestHeaders())));
            Answer answer = next(request);
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private synchronized Answer next(String request) {
        List<Answer> known = answers.get(request);
        if (known == null) {
            return new Answer(404, """
                    {"title":"Not found","status":404,"detail":"no answer for %s"}""".formatted(request));
        }
        return known.size() == 1 ? known.getFirst() : known.removeFirst();
    }
}
