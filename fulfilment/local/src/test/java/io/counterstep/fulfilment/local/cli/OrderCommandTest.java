package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OrderCommandTest {

    private static final String ID = "0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b";
    private static final String HISTORY = "GET /api/sagas/fulfil-order:" + ID + "/history";
    private static final String STARTED =
            transition(1, "00.000", "STARTED", "payment", "RUNNING", "ORDER_CREATED", "PAYMENT_REQUESTED", null);
    private static final String PAID = transition(
            2, "00.012", "STEP_SUCCEEDED", "payment", "RUNNING", "PAYMENT_SUCCESS", "INVENTORY_REQUESTED", null);
    private static final String COMPLETED =
            transition(5, "00.048", "COMPLETED", "complete", "COMPLETED", "ORDER_COMPLETED", null, null);
    private static final String REFUSED = transition(
            2,
            "00.009",
            "STEP_REFUSED",
            "payment",
            "COMPENSATING",
            "PAYMENT_FAILED",
            "ORDER_CANCEL",
            "PAYMENT_FAILED: balance too low");
    private static final String CANCELED = transition(
            3, "00.020", "CANCELED", "cancel", "CANCELED", "ORDER_CANCELED", null, "PAYMENT_FAILED: balance too low");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private FakeServices services;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
        services.runningIn(data);
        services.answer("POST /orders", 202, """
                {"orderId":"%s","status":"PENDING"}""".formatted(ID));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void eachTransitionIsPrintedOnceAndInOrderAlthoughTheSagaIsAskedForManyTimes() {
        services.answer(HISTORY, 404, "{}")
                .answer(HISTORY, 200, history(STARTED))
                .answer(HISTORY, 200, history(STARTED))
                .answer(HISTORY, 200, history(PAID, STARTED))
                .answer(HISTORY, 200, history(STARTED, PAID, COMPLETED))
                .answer("GET /orders/" + ID, 200, order("PENDING", "null"))
                .answer("GET /orders/" + ID, 200, order("COMPLETED", "null"));

        Cli cli = order("alice", "KEYBOARD:2", "--to", "KR");

        assertThat(cli.lines().subList(0, 4))
                .containsExactly(
                        "order " + ID,
                        "        0 ms  payment    ORDER_CREATED → PAYMENT_REQUESTED",
                        "       12 ms  payment    PAYMENT_SUCCESS → INVENTORY_REQUESTED",
                        "       48 ms  complete   ORDER_COMPLETED → saga COMPLETED");
        assertThat(cli.lines().getLast()).matches("COMPLETED in [\\d,]+ ms, total KRW 258,000");
        assertThat(cli.lines()).hasSize(5);
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void aCanceledOrderEndsWithOneAndItsReason() {
        services.answer(HISTORY, 200, history(STARTED, REFUSED, CANCELED))
                .answer("GET /orders/" + ID, 200, order("CANCELED", "\"PAYMENT_FAILED: balance too low\""));

        Cli cli = order("bankrupt", "KEYBOARD:2", "--to", "KR");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.lines().getLast()).matches("CANCELED in [\\d,]+ ms: PAYMENT_FAILED: balance too low");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theRequestHoldsWhatWasSaid() {
        Cli cli = order(
                "alice",
                "KEYBOARD:2",
                "MOUSE:1",
                "--to",
                "KR",
                "--postal-code",
                "04524",
                "--no-follow",
                "--json",
                "--idempotency-key",
                "once");

        FakeServices.Received post = services.received("POST /orders").getFirst();
        assertThat(Json.read(post.body())).isEqualTo(Json.read("""
                {"customerId":"alice","lines":[{"sku":"KEYBOARD","quantity":2},{"sku":"MOUSE","quantity":1}],
                 "destination":{"country":"KR","postalCode":"04524"}}"""));
        assertThat(post.headers()).containsEntry("Idempotency-key", List.of("once"));
        assertThat(Json.read(cli.out())).isEqualTo(Json.read("""
                {"orderId":"%s","status":"PENDING"}""".formatted(ID)));
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void asJsonTheWholeStoryIsOneDocument() {
        services.answer(HISTORY, 200, history(STARTED, REFUSED, CANCELED))
                .answer("GET /orders/" + ID, 200, order("CANCELED", "\"balance too low\""));

        Cli cli = order("bankrupt", "KEYBOARD:2", "--to", "KR", "--json");

        JsonNode document = Json.read(cli.out());
        assertThat(document.propertyNames()).containsExactly("orderId", "status", "reason", "elapsedMs", "transitions");
        assertThat(document.path("status").asString()).isEqualTo("CANCELED");
        assertThat(document.path("reason").asString()).isEqualTo("balance too low");
        assertThat(document.path("transitions")).hasSize(3);
        assertThat(cli.lines()).hasSize(1);
        assertThat(cli.exitCode()).isEqualTo(1);
    }

    @Test
    void aRejectedOrderShowsTheProblemFieldByField() {
        try (FakeServices rejecting = new FakeServices()) {
            rejecting.runningIn(data);
            rejecting.answer("POST /orders", 422, """
                    {"type":"about:blank","title":"The order cannot be accepted","status":422,
                     "detail":"2 fields are wrong","errors":[{"field":"lines[0].sku","message":"unknown SKU FOO"},
                     {"field":"lines[0].quantity","message":"must be 1 to 1000, was 0"}]}""");

            Cli cli = order("alice", "FOO:0", "--to", "KR");

            assertThat(cli.err().lines())
                    .containsExactly(
                            "The order cannot be accepted (422)",
                            "  detail     2 fields are wrong",
                            "  errors     field lines[0].sku, message unknown SKU FOO",
                            "  errors     field lines[0].quantity, message must be 1 to 1000, was 0");
            assertThat(cli.exitCode()).isEqualTo(1);
            assertThat(cli.out()).isEmpty();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void anOrderThatDoesNotEndInTimeEndsWithFour() {
        services.answer(HISTORY, 200, history(STARTED));

        Cli cli = order("alice", "KEYBOARD:2", "--to", "KR", "--timeout", "100ms");

        assertThat(cli.exitCode()).isEqualTo(4);
        assertThat(cli.err()).contains("not ended after 100ms").contains("counterstep saga " + ID);
    }

    @Test
    void aSagaThatNeedsAttentionEndsWithOneAndSaysHowToRetry() {
        services.answer(
                HISTORY,
                200,
                history(
                        STARTED,
                        transition(
                                2,
                                "09.000",
                                "ATTENTION_NEEDED",
                                "payment",
                                "NEEDS_ATTENTION",
                                null,
                                null,
                                "account is locked")));

        Cli cli = order("alice", "KEYBOARD:2", "--to", "KR");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out())
                .contains("9,000 ms  payment    attention needed → saga NEEDS_ATTENTION", "account is locked");
        assertThat(cli.err()).contains("counterstep retry " + ID + " --by YOU --why CAUSE");
    }

    @Test
    void aLineThatIsNoSkuAndQuantityIsWrongUsage() {
        Cli cli = order("alice", "KEYBOARD", "--to", "KR");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("'KEYBOARD' is not SKU:QTY, for example KEYBOARD:2");
        assertThat(services.received("POST /orders")).isEmpty();
    }

    private Cli order(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "order";
        all[1] = "--data";
        all[2] = data.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return Cli.run(all);
    }

    private static String order(String status, String reason) {
        return """
                {"orderId":"%s","status":"%s","reason":%s,"total":{"currency":"KRW","minorUnits":258000}}""".formatted(ID, status, reason);
    }

    private static String history(String... transitions) {
        return "{\"saga\":\"fulfil-order:%s\",\"transitions\":[%s]}".formatted(ID, String.join(",", transitions));
    }

    private static String transition(
            int revision,
            String second,
            String kind,
            String step,
            String to,
            @Nullable String message,
            @Nullable String command,
            @Nullable String detail) {
        return """
                {"revision":%d,"at":"2026-11-22T12:00:%sZ","kind":"%s","step":"%s","from":"RUNNING","to":"%s",
                 "message":%s,"commands":[%s],"detail":%s}""".formatted(
                        revision,
                        second,
                        kind,
                        step,
                        to,
                        message == null ? "null" : '"' + message + '"',
                        command == null ? "" : '"' + command + '"',
                        detail == null ? "null" : '"' + detail + '"');
    }
}
