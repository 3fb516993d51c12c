package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhyCommandTest extends OnFakeServices {

    private static final String ID = "0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b";
    private static final String WHY = """
            {"saga":"fulfil-order:%s","state":"RUNNING",
             "sentence":"SHIPPING_REQUESTED was sent to shipping 12 s ago, for the 2nd time, and is not read yet, or being handled.",
             "waits":[{"step":"shipping","action":"invoke","reason":"NOT_READ",
                       "sentence":"SHIPPING_REQUESTED was sent to shipping 12 s ago, for the 2nd time, and is not read yet.",
                       "command":{"id":"fulfil-order:%s/shipping/invoke","type":"SHIPPING_REQUESTED","participant":"shipping",
                                  "saidAt":"2026-11-22T12:00:00Z","attempts":2,"topic":"shipping-commands","partition":3,
                                  "offset":422,"found":null},
                       "consumers":[{"group":"shipping-service-shipping","committed":400,"lag":23,"hasRead":false}],
                       "deadLetters":[{"id":7,"state":"PARKED","reason":"no JSON"}],"gate":null,
                       "nextCheckAt":"2026-11-22T12:00:20Z","deadlineAt":null,
                       "then":"If nothing comes, it is sent again in 8 s."}]}""".formatted(ID, ID);

    @Test
    void whatASagaWaitsForIsSaidInEightyColumns() {
        services.answer("GET /api/sagas/fulfil-order:" + ID + "/why", 200, WHY);

        Cli cli = run("why", ID);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.out().replaceAll("\\s+", " "))
                .contains(
                        "fulfil-order:" + ID + " RUNNING SHIPPING_REQUESTED was sent",
                        "waits for shipping to be done: SHIPPING_REQUESTED",
                        "then If nothing comes, it is sent again in 8 s.",
                        "command SHIPPING_REQUESTED on shipping-commands/3/422, first sent",
                        "shipping-service-shipping has not read it, 23 records behind",
                        "letter 7 PARKED: no JSON");
    }

    @Test
    void theDocumentIsPrintedAsItCame() {
        services.answer("GET /api/sagas/fulfil-order:" + ID + "/why", 200, WHY);

        Cli cli = run("why", ID, "--json");

        assertThat(cli.lines()).hasSize(1);
        assertThat(Json.read(cli.out())).isEqualTo(Json.read(WHY));
    }

    @Test
    void itIsWatchedUntilTheSagaIsOver() {
        String path = "GET /api/sagas/fulfil-order:" + ID + "/why";
        services.answer(path, 200, WHY).answer(path, 200, over("COMPLETED"));

        Cli cli = runOn(FakeTerminal.pipe(9), "why", ID, "--watch=1");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("--- 2026-11-22T12:00:00Z", "first sent 0s ago", "--- 2026-11-22T12:00:01Z", "COMPLETED");
    }

    @Test
    void ofASagaThatIsCanceledItEndsWithOneIfItWasWatched() {
        services.answer("GET /api/sagas/fulfil-order:" + ID + "/why", 200, over("CANCELED"));

        assertThat(run("why", ID, "--watch").exitCode()).isEqualTo(1);
        assertThat(run("why", ID).exitCode()).isZero();
    }

    @Test
    void aSagaThatIsNotThereIsSaidNotToBe() {
        services.answer("GET /api/sagas/fulfil-order:none/why", 404, """
                {"title":"Not Found","status":404,"detail":"there is no saga fulfil-order:none"}""");

        Cli cli = run("why", "none");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("there is no saga fulfil-order:none");
    }

    private static String over(String state) {
        return """
                {"saga":"fulfil-order:%s","state":"%s","sentence":"It is over.","waits":[]}""".formatted(ID, state);
    }
}
