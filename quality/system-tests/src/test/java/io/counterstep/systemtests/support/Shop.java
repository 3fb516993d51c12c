package io.counterstep.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The five services over HTTP, as a customer and an operator use them. Thread-safe. */
public final class Shop {

    /** How long an order may take to end. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final LocalSystem system;
    private final HttpClient http = HttpClient.newHttpClient();

    public Shop(LocalSystem system) {
        this.system = system;
    }

    /** @param body a missing node if there was none, or none in JSON */
    public record Answer(int status, String contentType, JsonNode body) {}

    /** What is ordered. */
    public record Line(String sku, int quantity) {}

    public static Line line(String sku, int quantity) {
        return new Line(sku, quantity);
    }

    /** Places an order that is accepted; returns its id. */
    public String order(String customer, String country, Line... lines) {
        Answer answer = tryOrder(customer, country, lines);
        assertThat(answer.status()).as("answer to POST /orders: %s", answer).isEqualTo(202);
        return answer.body().get("orderId").asString();
    }

    /** Places an order, whatever the answer is. */
    public Answer tryOrder(String customer, String country, Line... lines) {
        String wanted = List.of(lines).stream()
                .map(it -> "{\"sku\":\"%s\",\"quantity\":%d}".formatted(it.sku(), it.quantity()))
                .collect(Collectors.joining(","));
        return post(Service.ORDER, "/orders", """
                {"customerId":"%s","lines":[%s],"destination":{"country":"%s","postalCode":"04524"}}
                """.formatted(customer, wanted, country));
    }

    /** Waits until the order is COMPLETED or CANCELED, and its saga over; returns the order. */
    public JsonNode awaitFinal(String orderId) {
        return awaitFinal(orderId, PATIENCE);
    }

    public JsonNode awaitFinal(String orderId, Duration atMost) {
        JsonNode order = await("order " + orderId + " is final")
                .atMost(atMost)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> found(Service.ORDER, "/orders/" + orderId),
                        it -> !it.get("status").asString().equals("PENDING"));
        awaitSaga(orderId, order.get("status").asString());
        return order;
    }

    /** Waits until the order's saga is there and in that state; returns the saga. */
    public JsonNode awaitSaga(String orderId, String state) {
        return await("saga of order " + orderId + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> get(Service.ORCHESTRATOR, sagaPath(orderId)).body(),
                        it -> it.path("state").asString("").equals(state));
    }

    /** Waits until the order's saga waits for that step; returns the saga. */
    public JsonNode awaitStep(String orderId, String step) {
        return await("saga of order " + orderId + " waits for " + step)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> get(Service.ORCHESTRATOR, sagaPath(orderId)).body(),
                        it -> it.path("step").asString("").equals(step));
    }

    public Answer cancel(String orderId) {
        return post(Service.ORDER, "/orders/" + orderId + "/cancel", "");
    }

    public JsonNode order(String orderId) {
        return found(Service.ORDER, "/orders/" + orderId);
    }

    public JsonNode payment(String orderId) {
        return found(Service.PAYMENT, "/payments/" + orderId);
    }

    /** In minor units of the account's currency. */
    public long balance(String customer) {
        return found(Service.PAYMENT, "/accounts/" + customer)
                .get("balance")
                .get("minorUnits")
                .asLong();
    }

    public JsonNode stock(String sku) {
        return found(Service.INVENTORY, "/stock/" + sku);
    }

    public JsonNode reservation(String orderId) {
        return found(Service.INVENTORY, "/reservations/" + orderId);
    }

    public JsonNode shipment(String orderId) {
        return found(Service.SHIPPING, "/shipments/" + orderId);
    }

    public JsonNode saga(String orderId) {
        return found(Service.ORCHESTRATOR, sagaPath(orderId));
    }

    /** The saga's transitions, oldest first. */
    public List<JsonNode> history(String orderId) {
        return found(Service.ORCHESTRATOR, sagaPath(orderId) + "/history")
                .get("transitions")
                .valueStream()
                .toList();
    }

    public static String sagaPath(String orderId) {
        return "/api/sagas/fulfil-order:" + orderId;
    }

    private JsonNode found(Service service, String path) {
        Answer answer = get(service, path);
        assertThat(answer.status())
                .as("GET %s of %s: %s", path, service, answer)
                .isEqualTo(200);
        return answer.body();
    }

    public Answer get(Service service, String path) {
        return send(request(service, path).GET().build());
    }

    /** @param headers names and values in turn */
    public Answer post(Service service, String path, String json, String... headers) {
        HttpRequest.Builder request = request(service, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    public Answer put(Service service, String path, String json) {
        return send(request(service, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    public Answer delete(Service service, String path) {
        return send(request(service, path).DELETE().build());
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(system.url(service) + path)).timeout(REQUEST_TIMEOUT);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
            return new Answer(response.statusCode(), type, body);
        } catch (IOException failed) {
            throw new UncheckedIOException(request + " got no answer", failed);
        } catch (InterruptedException failed) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request, failed);
        }
    }
}
