package io.counterstep.fulfilment.order;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a PostgreSQL of its own, without Kafka, with the demo catalogue. */
@NullMarked
final class RunningOrderService implements AutoCloseable {

    static final String KEYBOARD_ORDER = """
            {"customerId":"alice","lines":[{"sku":"KEYBOARD","quantity":2}],
             "destination":{"country":"KR","postalCode":"04524"}}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedPostgres postgres;
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param more arguments, which win */
    RunningOrderService(String... more) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        context = new SpringApplicationBuilder(OrderServiceApplication.class)
                .properties("spring.config.name=order-service")
                .initializers(it -> ((GenericApplicationContext) it)
                        .registerBean(RecordingOutbox.class, definition -> definition.setPrimary(true)))
                .run(Stream.concat(
                                Stream.of(
                                        "--spring.profiles.active=demo",
                                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                                        "--spring.autoconfigure.exclude="
                                                + "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
                                        "--spring.main.banner-mode=off",
                                        "--counterstep.enabled=false",
                                        "--order.sweep-every=1h",
                                        "--server.port=0"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    RecordingOutbox outbox() {
        return bean(RecordingOutbox.class);
    }

    JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    int storedOrders() {
        return Objects.requireNonNull(jdbc().queryForObject("select count(*) from orders", Integer.class));
    }

    void clear() {
        jdbc().execute("truncate orders, recorded_event");
    }

    void stopDatabase() throws IOException {
        postgres.close();
    }

    /** Places an order and returns its id. */
    String placed(String body, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/orders", body, headers);
        if (answer.statusCode() != 202) {
            throw new AssertionError("expected 202, found " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer).get("orderId").stringValue();
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (Stream.of(headers).noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        context.close();
        http.close();
        postgres.close();
    }
}
