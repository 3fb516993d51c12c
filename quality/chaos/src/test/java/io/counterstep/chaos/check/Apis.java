package io.counterstep.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers like the services' APIs, from their databases, unless told otherwise. */
final class Apis implements AutoCloseable {

    private record Source(Service service, String sql) {}

    private static final Map<String, Source> SOURCES = Map.of(
            "/orders/", new Source(Service.ORDER, "select 'status', status from orders where id::text = ?"),
            "/payments/", new Source(Service.PAYMENT, "select 'status', status from payment where order_id = ?"),
            "/reservations/",
                    new Source(Service.INVENTORY, "select 'status', status from reservation where order_id = ?"),
            "/shipments/", new Source(Service.SHIPPING, "select 'status', status from shipment where order_id = ?"),
            "/api/sagas/", new Source(Service.ORCHESTRATOR, "select 'state', state from saga where id = ?"));

    private final Database database;
    private final HttpServer server;
    private final Map<String, String> lies = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    Apis(Function<Service, String> jdbcUrls) {
        database = new Database(jdbcUrls);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    Function<Service, String> urls() {
        return it -> "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(String path, String body) {
        lies.put(path, body);
    }

    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        String body = lies.getOrDefault(path, stored(path));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Empty if there is nothing. */
    private String stored(String path) {
        int id = path.lastIndexOf('/') + 1;
        Source source = SOURCES.get(path.substring(0, id));
        StringBuilder found = new StringBuilder();
        if (source != null) {
            database.each(
                    source.service(),
                    source.sql(),
                    row -> found.append("{\"%s\":\"%s\"}".formatted(row.getString(1), row.getString(2))),
                    path.substring(id));
        }
        return found.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
