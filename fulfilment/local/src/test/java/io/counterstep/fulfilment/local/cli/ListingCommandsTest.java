package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListingCommandsTest extends OnFakeServices {

    private static final String ID = "0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b";
    private static final String SAGA = """
            {"id":"fulfil-order:%s","definition":"fulfil-order","version":1,"key":"%s","state":"NEEDS_ATTENTION",
             "step":"inventory","parent":null,
             "waits":[{"step":"inventory","action":"compensate","attempt":9,"failures":2,"resendAt":null,"deadline":null,
                       "heldBy":null,"stuck":"not answered in 9 attempts"}],
             "outcomes":{"payment":"SUCCEEDED","inventory":"UNKNOWN"},
             "reason":"INVENTORY_ROLLBACK keeps failing: the warehouse answers with 503 since this morning, see incident",
             "startedAt":"2026-11-22T12:00:00Z","updatedAt":"2026-11-22T12:00:01Z"}""".formatted(ID, ID);

    @Test
    void sagasFitEightyColumnsWithTheirReasonsBelowThem() {
        services.answer("GET /api/sagas?limit=20", 200, "{\"sagas\":[" + SAGA + "],\"nextCursor\":null}");

        Cli cli = run("sagas");

        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.out()).contains(ID, "NEEDS_ATTENTION", "inventory", "INVENTORY_ROLLBACK keeps failing");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void filtersReachTheOrchestratorAsTheyAre() {
        String request = "GET /api/sagas?limit=5&state=NEEDS_ATTENTION&definition=fulfil-order&step=payment&minAge=30s"
                + "&key=a%20b";
        services.answer(request, 200, "{\"sagas\":[],\"nextCursor\":null}");

        Cli cli = Cli.run(
                "sagas",
                "--data",
                data.toString(),
                "--state",
                "needs_attention",
                "--step",
                "payment",
                "--definition",
                "fulfil-order",
                "--key",
                "a b",
                "--min-age",
                "30s",
                "--limit",
                "5");

        assertThat(cli.lines()).containsExactly("no sagas");
    }

    @Test
    void aListIsReadPageByPageAsFarAsWanted() {
        services.answer(
                        "GET /orders?limit=3",
                        200,
                        "{\"orders\":[" + order("alice") + "," + order("bob") + "]," + "\"nextCursor\":\"c1\"}")
                .answer(
                        "GET /orders?limit=1&cursor=c1",
                        200,
                        "{\"orders\":[" + order("bob") + "],\"nextCursor\":\"c2\"}");

        Cli json = run("orders", "--limit", "3", "--json");

        assertThat(Json.read(json.out()).path("orders")).hasSize(3);
        assertThat(Json.read(json.out()).path("nextCursor").asString()).isEqualTo("c2");
    }

    @Test
    void aSearchGoesOnBehindALookThatFoundNothing() {
        services.answer(
                        "GET /api/sagas?limit=20",
                        200,
                        "{\"sagas\":[],\"nextCursor\":\"c1\",\"lookedBackTo\":\"2026-11-22T12:00:00Z\"}")
                .answer(
                        "GET /api/sagas?limit=20&cursor=c1",
                        200,
                        "{\"sagas\":[" + SAGA + "],\"nextCursor\":null,\"lookedBackTo\":null}");

        assertThat(run("sagas", "--all-the-way").out()).contains(ID);
    }

    @Test
    void ordersFitEightyColumns() {
        services.answer(
                        "GET /orders?limit=20&customerId=a-customer&status=CANCELED",
                        200,
                        "{\"orders\":[" + order("a-customer-with-a-name-that-is-longer-than-any-table-has-room-for")
                                + "],\"nextCursor\":\"more\"}")
                .answer(
                        "GET /orders?limit=19&customerId=a-customer&status=CANCELED&cursor=more",
                        200,
                        "{\"orders\":[]}");

        Cli cli = run("orders", "--customer", "a-customer", "--status", "canceled");

        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.out()).contains(ID, "a-customer-wi", "…", "KRW 129,000", "no carrier serves AQ");
    }

    @Test
    void aBareOrderIdFindsItsSaga() {
        services.answer("GET /api/sagas/fulfil-order:" + ID, 200, SAGA)
                .answer("GET /api/sagas/fulfil-order:" + ID + "/history", 200, """
                        {"saga":"x","transitions":[{"revision":1,"at":"2026-11-22T12:00:00Z","kind":"STARTED",
                         "step":"payment","from":"RUNNING","to":"RUNNING","message":"ORDER_CREATED",
                         "commands":["PAYMENT_REQUESTED"],"detail":null}]}""");

        Cli text = run("saga", ID);
        Cli json = run("saga", "fulfil-order:" + ID, "--json");

        assertThat(text.out()).contains("state      NEEDS_ATTENTION", "ORDER_CREATED → PAYMENT_REQUESTED");
        assertThat(text.out())
                .contains("waits for  inventory to be undone, asked 9 times, 2 failures: not answered in 9")
                .contains("outcomes", "payment SUCCEEDED", "inventory UNKNOWN");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Json.read(json.out()).propertyNames()).containsExactly("saga", "transitions");
    }

    @Test
    void whatASagaHeardAndSaidIsShownWithWholeBodies() {
        services.answer("GET /api/sagas/fulfil-order:" + ID, 200, SAGA)
                .answer("GET /api/sagas/fulfil-order:" + ID + "/messages", 200, """
                        {"saga":"x","shortened":true,"messages":[
                         {"revision":1,"at":"2026-11-22T12:00:00Z","direction":"IN","type":"ORDER_CREATED","step":null,
                          "action":null,"topic":"order-events","id":null,"body":{"orderId":"4711"},"attempts":1,"note":null},
                         {"revision":2,"at":"2026-11-22T12:00:01.200Z","direction":"OUT","type":"PAYMENT_REQUESTED","step":"payment",
                          "action":"invoke","topic":"payment-commands","id":"fulfil-order:4711/payment/invoke",
                          "body":{"memo":"%s"},"attempts":2,"note":"built anew"},
                         {"revision":3,"at":"2026-11-22T12:00:02Z","direction":"IN","type":"PAYMENT_COMPLETED","step":"payment",
                          "action":"invoke","topic":null,"id":null,"body":null,"attempts":1,"note":null}]}""".formatted("0123456789".repeat(20)));

        Cli text = run("saga", ID, "--messages");
        Cli json = run("saga", ID, "--messages", "--json");

        assertThat(text.lines()).contains("        0 ms  heard ORDER_CREATED on order-events");
        assertThat(text.lines()).contains("              {\"orderId\":\"4711\"}", "              built anew");
        assertThat(text.lines()).contains("    2,000 ms  payment: heard PAYMENT_COMPLETED");
        assertThat(text.lines()).contains("there were more than can be told");
        assertThat(text.out().replaceAll("\\s+", " "))
                .contains("payment: said PAYMENT_REQUESTED on payment-commands as"
                        + " fulfil-order:4711/payment/invoke, attempt 2");
        assertThat(text.out().replaceAll("\\s+", "")).as("whole").contains("0123456789".repeat(20));
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Json.read(json.out()).propertyNames()).containsExactly("saga", "messages", "shortened");
        assertThat(Json.read(json.out()).path("messages")).hasSize(3);
    }

    @Test
    void aSagaWhoseMessagesAreNotKnownSaysSo() {
        services.answer("GET /api/sagas/fulfil-order:" + ID, 200, SAGA)
                .answer("GET /api/sagas/fulfil-order:" + ID + "/messages", 200, """
                        {"saga":"x","messages":[],"shortened":false}""");
        assertThat(run("saga", ID, "--messages").lines().getLast()).isEqualTo("no messages");
    }

    @Test
    void anUnknownSagaEndsWithOne() {
        Cli cli = run("saga", "nobody");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).startsWith("Not found (404)");
    }

    @Test
    void aRetrySaysWhoAndWhy() {
        services.answer(
                "POST /api/sagas/fulfil-order:" + ID + "/retry", 200, SAGA.replace("NEEDS_ATTENTION", "RUNNING"));

        Cli cli = run("retry", ID, "--by", "kim", "--why", "warehouse is back");

        assertThat(Json.read(services.received("POST /api/sagas/fulfil-order:" + ID + "/retry")
                        .getFirst()
                        .body()))
                .isEqualTo(Json.read("{\"by\":\"kim\",\"why\":\"warehouse is back\"}"));
        assertThat(cli.out()).contains("fulfil-order:" + ID + " tries again; it is RUNNING");
    }

    @Test
    void cancelingAFinalOrderIsRefusedWithOne() {
        services.answer("POST /orders/" + ID + "/cancel", 409, """
                {"title":"The order is final","status":409,"detail":"COMPLETED orders cannot be canceled"}""");

        Cli cli = run("cancel", ID);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("The order is final (409)", "COMPLETED orders cannot be canceled");
    }

    @Test
    void anAnswerThatIsNotJsonIsToldAsSuch() {
        services.answer("GET /orders?limit=20", 200, "<html>");

        Cli cli = run("orders");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("something that is not JSON: is it Counterstep?");
    }

    private static String order(String customer) {
        return """
                {"orderId":"%s","status":"CANCELED","customerId":"%s","reason":"SHIPPING_FAILED: no carrier serves AQ",
                 "total":{"currency":"KRW","minorUnits":129000},"createdAt":"2026-11-22T12:00:00Z"}""".formatted(ID, customer);
    }
}
