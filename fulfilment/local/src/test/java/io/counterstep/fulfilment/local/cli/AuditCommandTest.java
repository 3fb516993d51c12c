package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AuditCommandTest extends OnFakeServices {

    private static final String FINDINGS = "GET /api/audit/findings?limit=100&state=OPEN";
    private static final String RUN = """
            {"runs":[{"id":7,"state":"%s","by":"dana","startedAt":"2026-03-01T12:00:00Z","untold":0,
             "participants":[{"participant":"payment","pass":"DONE","lookedAt":1200}]}],"open":%s}""";
    private static final String FINDING = """
            {"findings":[{"id":3,"kind":"EFFECT_OF_CANCELED_SAGA","participant":"payment",
             "saga":"fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc","step":"payment",
             "detail":"saga CANCELED, step COMPENSATED; ledger IN_FORCE","repair":"COMPENSATE","state":"OPEN",
             "foundAt":"2026-03-01T12:00:00Z","repaired":1}],"nextCursor":null}""";

    @Test
    void nothingFoundEndsWithZero() {
        services.answer("GET /api/audit", 200, RUN.formatted("DONE", "{}"));
        services.answer(FINDINGS, 200, "{\"findings\":[],\"nextCursor\":null}");
        Cli cli = run("audit");
        assertThat(cli.out()).contains("by dana: DONE", "payment DONE, 1,200 looked at", "no findings");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void openFindingsEndWithFiveAndFitEightyColumns() {
        services.answer("GET /api/audit", 200, RUN.formatted("DONE", "{\"EFFECT_OF_CANCELED_SAGA\":1}"));
        services.answer(FINDINGS, 200, FINDING);
        Cli cli = run("audit");
        assertThat(cli.exitCode()).isEqualTo(5);
        assertThat(cli.out())
                .contains("EFFECT_OF_CANCELED_SAGA", "COMPENSATE", "fulfil-order:01a2036b", "repaired 1 times");
        assertThat(cli.lines()).allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whatIsLookedForDecidesWhetherItIsFound() {
        services.answer("GET /api/audit", 200, RUN.formatted("DONE", "{\"EFFECT_MISSING\":1}"));
        String asked = FINDINGS + "&kind=EFFECT_OF_CANCELED_SAGA&participant=payment&saga=fulfil-order:4711";
        services.answer(asked, 200, FINDING).answer(asked, 200, "{\"findings\":[],\"nextCursor\":null}");

        String[] filters = {"--kind=effect_of_canceled_saga", "--participant=payment", "--saga=4711"};

        assertThat(run("audit", filters).exitCode()).isEqualTo(5);
        assertThat(run("audit", filters).exitCode()).as("others are open").isZero();
    }

    @Test
    void whatFailedOrCouldNotBeJudgedIsSaidAndIsNoSuccess() {
        services.answer("GET /api/audit", 200, """
                {"runs":[{"id":7,"state":"DONE","by":"dana","startedAt":"2026-03-01T12:00:00Z","untold":0,"unjudged":1200,
                 "problem":null,
                 "participants":[{"participant":"payment","pass":"FAILED","lookedAt":0,"problem":"PSQLException: 0x00"}]}],
                 "open":{}}""");
        services.answer(FINDINGS, 200, "{\"findings\":[],\"nextCursor\":null}");
        Cli cli = run("audit");
        assertThat(cli.out())
                .contains(
                        "payment FAILED, 0 looked at",
                        "failed: PSQLException: 0x00",
                        "1,200 effects or findings that it could not judge");
        assertThat(cli.exitCode()).isEqualTo(4);
    }

    @Test
    void aRunThatFailedSaysWhyAndIsNoSuccess() {
        services.answer("GET /api/audit", 200, """
                {"runs":[{"id":7,"state":"FAILED","by":"dana","startedAt":"2026-03-01T12:00:00Z","problem":"out of luck",
                 "participants":[]}],"open":{}}""");
        services.answer(FINDINGS, 200, "{\"findings\":[],\"nextCursor\":null}");
        Cli cli = run("audit");
        assertThat(cli.out()).contains("by dana: FAILED", "failed: out of luck");
        assertThat(cli.exitCode()).isEqualTo(4);
    }

    @Test
    void startedAndWaitedForItIsWrittenAsCsv() throws IOException {
        services.answer("POST /api/audit", 202, "{}");
        services.answer("GET /api/audit", 200, RUN.formatted("RUNNING", "{}"));
        services.answer("GET /api/audit", 200, RUN.formatted("DONE", "{\"EFFECT_OF_CANCELED_SAGA\":1}"));
        services.answer(FINDINGS, 200, FINDING);
        Path csv = data.resolve("findings.csv");
        Cli cli = runOn(
                FakeTerminal.pipe(1),
                "audit",
                "--start",
                "--wait",
                "--by",
                "kim",
                "--grace",
                "30s",
                "--csv",
                csv.toString());
        assertThat(cli.exitCode()).isEqualTo(5);
        assertThat(services.received("POST /api/audit").getFirst().body())
                .isEqualTo("{\"by\":\"kim\",\"why\":\"on the command line\",\"grace\":\"PT30S\"}");
        assertThat(Files.readString(csv).lines())
                .containsExactly(
                        "id,kind,participant,saga,step,state,foundAt,closedAt,repair,repaired,detail",
                        "3,EFFECT_OF_CANCELED_SAGA,payment,fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc,payment,OPEN,"
                                + "2026-03-01T12:00:00Z,,COMPENSATE,1,"
                                + "\"saga CANCELED, step COMPENSATED; ledger IN_FORCE\"");
    }

    @Test
    void theLastRunsAreListedOneLineEach() {
        services.answer("GET /api/audit", 200, """
                {"runs":[{"id":8,"state":"DONE","by":"schedule","why":"%s","startedAt":"2026-11-22T11:00:00Z","opened":1200,
                          "closed":3,"participants":[]},
                         {"id":7,"state":"FAILED","by":"dana","why":"x","startedAt":"2026-11-20T12:00:00Z","opened":0,
                          "closed":0,"problem":"out of luck","participants":[]}],"open":{"EFFECT_MISSING":2}}""".formatted("a long reason ".repeat(9)));

        Cli cli = run("audit", "--runs");

        assertThat(cli.lines()).hasSize(3).allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.lines().stream().map(it -> it.replaceAll(" +", " ")))
                .contains("RUN STATE AGE OPENED CLOSED BY WHY", "7 FAILED 2d 0 0 dana x")
                .anySatisfy(it -> assertThat(it).startsWith("8 DONE 1h 1,200 3 schedule a long reason"));
        assertThat(cli.exitCode()).as("findings are open").isEqualTo(5);
        assertThat(Json.read(run("audit", "--runs", "--json").out()).path("runs"))
                .hasSize(2);
        assertThat(run("audit", "--runs", "--kind", "EFFECT_MISSING").exitCode())
                .isEqualTo(2);
    }

    @Test
    void withoutRunsTheyAreSaidToBeNone() {
        services.answer("GET /api/audit", 200, "{\"runs\":[],\"open\":{}}");
        assertThat(run("audit", "--runs").out()).contains("nothing was audited yet");
    }

    @Test
    void oneFindingIsShownWithWhatWasSentToRepairIt() {
        services.answer("GET /api/audit/findings/3", 200, """
                {"id":3,"kind":"EFFECT_OF_CANCELED_SAGA","participant":"payment",
                 "saga":"fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc","step":"payment",
                 "detail":"saga CANCELED, step COMPENSATED; ledger IN_FORCE, and that since long before it was so",
                 "repair":"COMPENSATE","state":"OPEN","foundAt":"2026-03-01T12:00:00Z","closedAt":null,"repaired":1,
                 "repairs":[{"at":"2026-03-02T12:00:00Z","by":"kim","why":"charged twice, says the bank, which ought to know",
                             "command":"fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc/payment/compensate"}]}""");

        Cli cli = run("finding", "3");

        assertThat(cli.lines())
                .contains(
                        "state       OPEN",
                        "kind        EFFECT_OF_CANCELED_SAGA",
                        "repair      COMPENSATE",
                        "    fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc/payment/compensate",
                        "repair it with: counterstep repair 3 --why TEXT [--preview]")
                .anySatisfy(it -> assertThat(it).startsWith("repaired    2026-03-02T12:00:00Z by kim: charged twice"))
                .noneSatisfy(it -> assertThat(it).startsWith("closedAt"))
                .allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.exitCode()).isZero();
        assertThat(Json.read(run("finding", "3", "--json").out()).path("repairs"))
                .hasSize(1);
        assertThat(run("finding", "4").exitCode()).isEqualTo(1);
        assertThat(run("finding", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void aCellNeverBecomesAFormulaNorTwoCells() {
        assertThat(AuditCsv.cell("=1+1")).isEqualTo("'=1+1");
        assertThat(AuditCsv.cell("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
    }

    @Test
    void aRepairSaysWhatIsSent() {
        services.answer("POST /api/audit/findings/3/repair", 200, """
                {"finding":3,"repair":"COMPENSATE","command":"fulfil-order:1/payment/compensate","type":"PAYMENT_CANCEL",
                 "participant":"payment","body":"{\\"orderId\\":\\"1\\"}"}""");
        Cli cli = run("repair", "3", "--by", "kim", "--why", "a test");
        assertThat(cli.out()).contains("sent PAYMENT_CANCEL to payment as fulfil-order:1/payment/compensate");
        assertThat(cli.exitCode()).isZero();
        services.answer(
                "POST /api/audit/findings/4/repair?preview=true",
                200,
                "{\"finding\":4,\"problem\":\"put it right by hand\"}");
        assertThat(run("repair", "4", "--why", "a test", "--preview").exitCode())
                .isEqualTo(1);
    }
}
