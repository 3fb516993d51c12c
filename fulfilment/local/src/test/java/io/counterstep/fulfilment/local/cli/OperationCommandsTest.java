package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator asks for reaches the orchestrator as it was asked. */
class OperationCommandsTest extends OnFakeServices {

    private static final String PATH = "/api/sagas/fulfil-order:4711/";

    @ParameterizedTest
    @CsvSource({
        "compensate, COMPENSATING, fulfil-order:4711 turns back; it is COMPENSATING",
        "pause, PAUSED, fulfil-order:4711 is paused; it is PAUSED",
        "resume, RUNNING, fulfil-order:4711 goes on; it is RUNNING"
    })
    void anOperationSaysWhoAndWhy(String operation, String state, String said) {
        services.answer("POST " + PATH + operation, 200, "{\"state\":\"" + state + "\"}");

        Cli cli = run(operation, "4711", "--by", "kim", "--why", "a test");

        assertThat(cli.lines()).containsExactly(said);
        assertThat(body(operation)).isEqualTo("{\"by\":\"kim\",\"why\":\"a test\"}");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void whoeverIsLoggedInDecidesUnlessAnotherIsNamed() {
        services.answer("POST " + PATH + "retry", 200, "{\"state\":\"RUNNING\"}");
        run("retry", "4711", "--why", "a test");
        assertThat(body("retry")).contains("\"by\":\"" + System.getProperty("user.name") + "\"");
    }

    @Test
    void aReplyIsAssumedWithItsFields() {
        services.answer("POST " + PATH + "resolve", 200, "{\"state\":\"RUNNING\"}");

        run(
                "resolve",
                "4711",
                "--by",
                "kim",
                "--why",
                "a test",
                "--step",
                "shipping",
                "--type",
                "SHIPPING_SUCCESS",
                "--body",
                "{\"carrier\":\"X\"}");

        assertThat(body("resolve"))
                .isEqualTo("{\"by\":\"kim\",\"why\":\"a test\",\"step\":\"shipping\",\"type\":\"SHIPPING_SUCCESS\","
                        + "\"body\":{\"carrier\":\"X\"}}");
    }

    @Test
    void aStepIsSkippedByName() {
        services.answer("POST " + PATH + "skip", 200, "{\"state\":\"RUNNING\"}");
        run("skip", "4711", "--by", "kim", "--why", "a test", "--step", "mail");
        assertThat(body("skip")).isEqualTo("{\"by\":\"kim\",\"why\":\"a test\",\"step\":\"mail\"}");
    }

    @Test
    void aPreviewShowsCommandsAndWhatCannotBeTakenBackInEightyColumns() {
        services.answer("POST " + PATH + "compensate?preview=true", 200, """
                {"saga":"fulfil-order:4711","state":"COMPENSATING",
                 "waits":[{"step":"payment","action":"compensate","attempt":1,"failures":0}],"outcomes":{},
                 "commands":[{"id":"x","type":"PAYMENT_CANCEL","participant":"payment","topic":"payment-commands",
                              "key":"4711","body":{"orderId":"4711","status":"PAYMENT_CANCEL","customerId":"somebody"},
                              "problem":null}],
                 "irreversible":["undoes 'payment'"]}""");

        Cli cli = run("compensate", "4711", "--why", "a test", "--preview");

        assertThat(cli.out())
                .contains("would be COMPENSATING", "waits for  payment to be undone, asked once")
                .contains(
                        "PAYMENT_CANCEL to payment:", "{\"orderId\":\"4711\"", "undoes 'payment'", "nothing was done");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(services.received("POST " + PATH + "compensate")).isEmpty();
    }

    @Test
    void aPreviewSaysWhatMoneyIsAtStakeAndWhatTheCommandsMove() {
        services.answer("POST " + PATH + "compensate?preview=true", 200, """
                        {"state":"COMPENSATING","waits":[],"irreversible":[],
                         "commands":[{"type":"PAYMENT_CANCEL","participant":"payment",
                                      "body":{"amount":{"currency":"KRW","minorUnits":250000}}},
                                     {"type":"DEPOSIT_CANCEL","participant":"payment",
                                      "body":{"amount":{"currency":"KRW","minorUnits":8000}}},
                                     {"type":"FEE_CANCEL","participant":"payment",
                                      "body":{"amount":{"currency":"USD","minorUnits":150}}},
                                     {"type":"STOCK_RELEASE","participant":"stock","body":{"amount":3}}]}""")
                .answer("GET " + PATH.substring(0, PATH.length() - 1), 200, """
                        {"id":"fulfil-order:4711","facts":{"ORDER_PLACED":{"total":{"currency":"KRW","minorUnits":258000}}}}""");

        Cli cli = run("compensate", "4711", "--why", "a test", "--preview");

        assertThat(cli.lines()).contains("at stake  KRW 258,000", "amounts in these  KRW 258,000 + USD 1.50");
    }

    @Test
    void aPreviewWithoutMoneySaysNothingOfIt() {
        services.answer("POST " + PATH + "pause?preview=true", 200, """
                        {"state":"PAUSED","waits":[],"commands":[],"irreversible":[]}""")
                .answer("GET " + PATH.substring(0, PATH.length() - 1), 200, "{\"facts\":{\"BORN\":{\"total\":3}}}");

        assertThat(run("pause", "4711", "--why", "a test", "--preview").lines())
                .containsExactly("fulfil-order:4711 would be PAUSED", "nothing was done; without --preview it is");
    }

    @Test
    void whatIsRefusedEndsWithOneAndTheReason() {
        services.answer("POST " + PATH + "skip", 409, """
                {"title":"Conflict","status":409,"detail":"only a retriable step can be skipped"}""");
        Cli cli = run("skip", "4711", "--why", "a test", "--step", "payment");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("Conflict (409)", "only a retriable step can be skipped");
    }

    @Test
    void aParticipantOrADefinitionIsPausedAsAWhole() {
        services.answer("POST /api/participants/payment/pause", 200, "{}")
                .answer("POST /api/definitions/fulfil-order/resume", 200, "{}");

        assertThat(run("pause", "--participant", "payment", "--why", "a test").lines())
                .containsExactly("participant payment is paused; look at it with: counterstep gates");
        assertThat(run("resume", "--definition", "fulfil-order", "--why", "a test")
                        .lines())
                .containsExactly("definition fulfil-order goes on; look at it with: counterstep gates");
    }

    @Test
    void thePreviewOfAGateSaysWhatWaitsBehindItAndMovesNothing() {
        services.answer("GET /api/participants/payment/gate", 200, """
                {"gate":{"kind":"PARTICIPANT","name":"payment","state":"PAUSED","held":1200},"history":[]}""");
        assertThat(run("resume", "--participant", "payment", "--why", "a test", "--preview")
                        .out())
                .contains("participant payment is PAUSED; the commands of 1,200 sagas would go, the oldest first");
        assertThat(services.received("POST /api/participants/payment/resume")).isEmpty();
    }

    @Test
    void gatesAreListed() {
        services.answer("GET /api/gates", 200, """
                [{"kind":"PARTICIPANT","name":"payment","state":"PAUSED","since":"2026-11-22T12:00:00Z","by":"dana",
                  "why":"the bank is closed","heardAt":null,"held":7,"inFlight":0}]""");
        assertThat(run("gates").out()).contains("participant  payment  PAUSED", "dana", "the bank is closed");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(run("compensate", "4711").exitCode()).as("without why").isEqualTo(2);
        assertThat(run("pause", "--why", "a test").exitCode())
                .as("nothing named")
                .isEqualTo(2);
        assertThat(run("pause", "4711", "--participant", "payment", "--why", "a test")
                        .exitCode())
                .as("two things named")
                .isEqualTo(2);
        assertThat(run("resolve", "4711", "--step", "a", "--type", "B", "--body", "{", "--why", "a test")
                        .exitCode())
                .as("no JSON")
                .isEqualTo(2);
    }

    private String body(String operation) {
        return services.received("POST " + PATH + operation).getFirst().body();
    }
}
