package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class BadRequestsTest {

    private static final String DESTINATION = "\"destination\":{\"country\":\"KR\"}";

    private final RunningOrderService service;

    BadRequestsTest(RunningOrderService service) {
        this.service = service;
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(service.storedOrders()).isZero();
        assertThat(service.outbox().events()).isEmpty();
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                // The body as a whole
                Arguments.of("", 400, ""),
                Arguments.of("  \n ", 400, ""),
                Arguments.of("{", 400, ""),
                Arguments.of("{\"customerId\":\"a\",}", 400, ""),
                Arguments.of("not json", 400, ""),
                Arguments.of(KEYBOARD_ORDER + "{}", 400, ""),
                Arguments.of("{\"customerId\":\"a\",\"customerId\":\"b\"}", 400, ""),
                Arguments.of("[".repeat(30_000), 400, ""),
                Arguments.of("null", 400, ""),
                Arguments.of("[]", 400, ""),
                Arguments.of("42", 400, ""),
                Arguments.of("\"text\"", 400, ""),
                Arguments.of("{}", 400, "customerId"),
                Arguments.of(KEYBOARD_ORDER.replace("{\"customerId\"", "{\"coupon\":1,\"customerId\""), 400, ""),
                // customerId
                Arguments.of(customer("null"), 400, "customerId"),
                Arguments.of(customer("17"), 400, "customerId"),
                Arguments.of(customer("[\"a\"]"), 400, "customerId"),
                Arguments.of(customer("\"\""), 422, "customerId"),
                Arguments.of(customer("\"  \""), 422, "customerId"),
                Arguments.of(customer("\" a\""), 422, "customerId"),
                Arguments.of(customer("\"a\\u0000b\""), 422, "customerId"),
                Arguments.of(customer("\"a\\nb\""), 422, "customerId"),
                Arguments.of(customer("\"a\\u202Eb\""), 422, "customerId"),
                Arguments.of(customer("\"a\\uD800b\""), 422, "customerId"),
                Arguments.of(customer("\"" + "a".repeat(101) + "\""), 422, "customerId"),
                // lines
                Arguments.of(lines("null"), 400, "lines"),
                Arguments.of(lines("{}"), 400, "lines"),
                Arguments.of(lines("\"KEYBOARD\""), 400, "lines"),
                Arguments.of(lines("[]"), 422, "lines"),
                Arguments.of(lines("[" + lineTimes(101) + "]"), 422, "lines"),
                Arguments.of(lines("[null]"), 400, "lines[0]"),
                Arguments.of(lines("[\"KEYBOARD\"]"), 400, "lines[0]"),
                Arguments.of(lines("[{\"sku\":\"MOUSE\",\"quantity\":1,\"price\":0}]"), 400, "lines[0]"),
                Arguments.of(lines("[{\"sku\":\"MOUSE\",\"quantity\":1},{\"quantity\":1}]"), 400, "lines[1].sku"),
                Arguments.of(lines("[{\"sku\":7,\"quantity\":1}]"), 400, "lines[0].sku"),
                Arguments.of(lines("[{\"sku\":\"\",\"quantity\":1}]"), 422, "lines[0].sku"),
                Arguments.of(lines("[{\"sku\":\"" + "S".repeat(65) + "\",\"quantity\":1}]"), 422, "lines[0].sku"),
                Arguments.of(lines("[{\"sku\":\"keyboard\",\"quantity\":1}]"), 422, "lines[0].sku"),
                Arguments.of(lines("[{\"sku\":\"'; drop table orders; --\",\"quantity\":1}]"), 422, "lines[0].sku"),
                Arguments.of(
                        lines("[{\"sku\":\"MOUSE\",\"quantity\":600000},{\"sku\":\"MOUSE\",\"quantity\":600000}]"),
                        422,
                        "lines"),
                // quantity
                Arguments.of(lines("[{\"sku\":\"MOUSE\"}]"), 400, "lines[0].quantity"),
                Arguments.of(quantity("null"), 400, "lines[0].quantity"),
                Arguments.of(quantity("\"2\""), 400, "lines[0].quantity"),
                Arguments.of(quantity("true"), 400, "lines[0].quantity"),
                Arguments.of(quantity("{}"), 400, "lines[0].quantity"),
                Arguments.of(quantity("NaN"), 400, ""),
                Arguments.of(quantity("01"), 400, ""),
                Arguments.of(quantity("0"), 422, "lines[0].quantity"),
                Arguments.of(quantity("-1"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1.5"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1e3"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1000001"), 422, "lines[0].quantity"),
                Arguments.of(quantity("2147483648"), 422, "lines[0].quantity"),
                Arguments.of(quantity("4294967298"), 422, "lines[0].quantity"),
                Arguments.of(quantity("9223372036854775808"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1e400"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1e999999999"), 422, "lines[0].quantity"),
                Arguments.of(quantity("1e99999999999"), 400, ""),
                Arguments.of(quantity("9".repeat(900)), 422, "lines[0].quantity"),
                Arguments.of(quantity("9".repeat(2_000)), 400, ""),
                // destination
                Arguments.of(destination("null"), 400, "destination"),
                Arguments.of(destination("\"KR\""), 400, "destination"),
                Arguments.of(destination("{}"), 400, "destination.country"),
                Arguments.of(destination("{\"country\":82}"), 400, "destination.country"),
                Arguments.of(destination("{\"country\":\"kr\"}"), 422, "destination.country"),
                Arguments.of(destination("{\"country\":\"KOR\"}"), 422, "destination.country"),
                Arguments.of(destination("{\"country\":\"XX\"}"), 422, "destination.country"),
                Arguments.of(destination("{\"country\":\"KR\",\"city\":\"Seoul\"}"), 400, "destination"),
                Arguments.of(destination("{\"country\":\"KR\",\"postalCode\":4524}"), 400, "destination.postalCode"),
                Arguments.of(
                        destination("{\"country\":\"KR\",\"postalCode\":\"" + "1".repeat(21) + "\"}"),
                        422,
                        "destination.postalCode"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void aBadBodyIsAnsweredWithTheFieldThatIsWrong(String body, int status, String field) throws Exception {
        HttpResponse<String> answer = service.post("/orders", body);

        assertProblem(answer, status);
        assertThat(json(answer).get("errors").valueStream())
                .as(answer.body())
                .allSatisfy(error -> assertThat(error.get("detail").stringValue())
                        .startsWith("must ")
                        .hasSizeLessThan(1_300))
                .anySatisfy(
                        error -> assertThat(error.get("field").stringValue()).isEqualTo(field));
    }

    @Test
    void allMistakesAreNamedAtOnce() throws Exception {
        HttpResponse<String> answer = service.post("/orders", """
                {"customerId":null,"lines":[{"sku":"MOUSE","quantity":-1},{"sku":"","quantity":"x"}],
                 "destination":{"country":"XX"},"extra":true}
                """);

        assertProblem(answer, 400);
        assertThat(json(answer)
                        .get("errors")
                        .valueStream()
                        .map(it -> it.get("field").stringValue()))
                .containsExactlyInAnyOrder(
                        "",
                        "customerId",
                        "lines[0].quantity",
                        "lines[1].sku",
                        "lines[1].quantity",
                        "destination.country");
        assertThat(answer.body()).contains("must be between 1 and 1000000, found -1");
    }

    @Test
    void everyUnknownSkuIsNamedAtOnce() throws Exception {
        HttpResponse<String> answer = service.post(
                "/orders",
                lines(
                        "[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"MOUSE\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":1}]"));

        assertProblem(answer, 422);
        assertThat(json(answer)
                        .get("errors")
                        .valueStream()
                        .map(it -> it.get("field").stringValue()))
                .containsExactly("lines[0].sku", "lines[2].sku");
    }

    @Test
    void anAnswerToThousandsOfMistakesStaysShort() throws Exception {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            body.append("\"f").append(i).append("\":0,");
        }
        HttpResponse<String> answer =
                service.post("/orders", body.append("\"z\":0}").toString());

        assertProblem(answer, 400);
        assertThat(json(answer).get("errors")).hasSize(50);
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithOrWithoutAnAnnouncedLength() throws Exception {
        byte[] large =
                KEYBOARD_ORDER.replace("alice", "a".repeat(2 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8);
        byte[] justTooLarge =
                (KEYBOARD_ORDER + " ".repeat(64 * 1024 + 1 - KEYBOARD_ORDER.length())).getBytes(StandardCharsets.UTF_8);
        for (byte[] body : List.of(large, justTooLarge)) {
            assertProblem(sendJson(HttpRequest.BodyPublishers.ofByteArray(body)), 413);
            assertProblem(
                    sendJson(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))), 413);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws Exception {
        byte[] body = KEYBOARD_ORDER.replace("alice", "al\u00EFce").getBytes(StandardCharsets.ISO_8859_1);

        assertProblem(sendJson(HttpRequest.BodyPublishers.ofByteArray(body)), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"})
    void anotherContentTypeIsRefused(String type) throws Exception {
        assertProblem(service.post("/orders", KEYBOARD_ORDER, "Content-Type", type), 415);
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        for (String path : List.of("/orders", "/orders/1", "/orders/1/cancel")) {
            HttpResponse<String> answer =
                    service.send(service.request(path).method("PATCH", HttpRequest.BodyPublishers.noBody()));
            assertProblem(answer, 405);
            assertThat(answer.headers().firstValue("Allow")).isPresent();
        }
    }

    @Test
    void anotherPathOrRepresentationIsAProblemToo() throws Exception {
        assertProblem(service.get("/nothing/here"), 404);
        assertProblem(service.send(service.request("/orders").header("Accept", "application/xml")), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "tab\tbed"})
    void anIdempotencyKeyMustBeVisibleAscii(String key) throws Exception {
        HttpResponse<String> answer = service.post("/orders", KEYBOARD_ORDER, "Idempotency-Key", key);

        assertProblem(answer, 400);
        assertThat(answer.body()).contains("\"field\":\"Idempotency-Key\"");
    }

    @Test
    void anIdempotencyKeyMustBeSentOnceAndHaveAtMost200Characters() throws Exception {
        assertProblem(service.post("/orders", KEYBOARD_ORDER, "Idempotency-Key", "k".repeat(201)), 400);
        assertProblem(service.post("/orders", KEYBOARD_ORDER, "Idempotency-Key", "a", "Idempotency-Key", "b"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "not-an-id", "1-1-1-1-1", "00000000-0000-0000-0000-000000000000", "%27%20or%201=1"})
    void anOrderThatIsNotThereIsNotFound(String id) throws Exception {
        assertProblem(service.get("/orders/" + id), 404);
        assertProblem(service.post("/orders/" + id + "/cancel", ""), 404);
    }

    private HttpResponse<String> sendJson(HttpRequest.BodyPublisher body) throws Exception {
        return service.send(service.request("/orders")
                .header("Content-Type", "application/json")
                .POST(body));
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("status").intValue()).isEqualTo(status);
        assertThat(json(answer).get("detail").stringValue()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("trace");
    }

    private static String customer(String json) {
        return KEYBOARD_ORDER.replace("\"alice\"", json);
    }

    private static String lines(String json) {
        return "{\"customerId\":\"alice\",\"lines\":" + json + "," + DESTINATION + "}";
    }

    private static String quantity(String json) {
        return lines("[{\"sku\":\"MOUSE\",\"quantity\":" + json + "}]");
    }

    private static String destination(String json) {
        return "{\"customerId\":\"alice\",\"lines\":[" + lineTimes(1) + "],\"destination\":" + json + "}";
    }

    private static String lineTimes(int count) {
        return String.join(",", Collections.nCopies(count, "{\"sku\":\"MOUSE\",\"quantity\":1}"));
    }
}
