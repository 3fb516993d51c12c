package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverviewCommandsTest extends OnFakeServices {

    private static final String OVERVIEW = """
            {"at":"2026-11-22T12:00:00Z","states":{"RUNNING":1200,"COMPENSATING":3,"NEEDS_ATTENTION":1,"PAUSED":0},
             "finishedAbout":5000000,
             "oldest":[{"id":"fulfil-order:0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b","state":"NEEDS_ATTENTION",
                        "step":"inventory","startedAt":"2026-11-22T09:00:00Z"}],
             "ticks":[%s],
             "attention":{"needsAttention":1,"paused":0,"parkedLetters":2,"openFindings":0,"closedGates":1}}""";
    private static final String PARTICIPANTS = """
            [{"name":"payment","heardAt":"2026-11-22T11:59:57Z","gate":"PAUSED","gateBy":"dana","gateWhy":"the bank is closed",
              "held":7,"inFlight":2,"lag":null,"groups":[],"steps":["payment"]},
             {"name":"a-participant-with-a-name-that-is-longer-than-any-table-has-room-for","heardAt":null,"gate":"FLOWING",
              "held":0,"inFlight":0,"lag":12000,"groups":[{"group":"foreign","lag":12000,"members":0}],
              "steps":["one-step","another-step","a-third-step"]}]""";

    @Test
    void theOverviewFitsOneScreenWithWhatNeedsAPersonFirst() {
        services.answer("GET /api/overview", 200, OVERVIEW.formatted(ticks(60)))
                .answer("GET /api/participants", 200, PARTICIPANTS);

        Cli cli = run("overview");

        assertThat(cli.lines().subList(0, 3))
                .containsExactly(
                        "attention    1 saga to look at        counterstep sagas --state needs_attention",
                        "             2 parked dead letters    counterstep dead-letters --state parked",
                        "             1 closed gate            counterstep gates");
        assertThat(cli.lines())
                .contains(
                        "sagas        RUNNING 1,200, COMPENSATING 3, NEEDS_ATTENTION 1; about 5,000,000",
                        "             ended",
                        "throughput   started 30.0/s, completed 29.0/s, canceled 0.5/s over 10 s",
                        "latency      p50 31 ms, p99 1,120 ms");
        assertThat(cli.out()).contains("payment", "OLDEST", "fulfil-order:0b9f6d2e");
        assertThat(cli.lines())
                .hasSizeLessThanOrEqualTo(23)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void throughputIsDrawnInProportionToTheBusiestTick() {
        services.answer("GET /api/overview", 200, OVERVIEW.formatted("""
                        {"ms":2000,"started":0,"completed":0,"canceled":0,"p50Ms":null,"p99Ms":null},
                        {"ms":2000,"started":9,"completed":4,"canceled":3,"p50Ms":5,"p99Ms":9},
                        {"ms":2000,"started":9,"completed":14,"canceled":0,"p50Ms":null,"p99Ms":null}""")).answer("GET /api/participants", 200, "[]");

        Cli cli = run("overview");

        assertThat(cli.lines()).contains("             ▁▄█ 14", "latency      p50 5 ms, p99 9 ms", "no participants");
    }

    @Test
    void anOverviewWithoutATickSaysThatItKnowsNothingYet() {
        services.answer("GET /api/overview", 200, """
                        {"states":{},"finishedAbout":0,"oldest":[],"ticks":[],"attention":{}}""").answer("GET /api/participants", 200, "[]");

        Cli cli = run("overview");

        assertThat(cli.lines())
                .containsExactly(
                        "attention    nothing needs a person",
                        "sagas        none is active; about 0 ended",
                        "throughput   not known yet",
                        "latency      none ended lately",
                        "",
                        "no participants",
                        "",
                        "no saga is active");
    }

    @Test
    void ofMoreSagasThanAreCountedItSaysAtLeast() {
        services.answer("GET /api/overview", 200, """
                        {"states":{"RUNNING":30000,"NEEDS_ATTENTION":20000},"counted":"AT_LEAST","finishedAbout":0,"oldest":[],
                         "ticks":[],"attention":{"needsAttention":20000,"parkedLetters":2,"paused":1}}""").answer("GET /api/participants", 200, "[]");

        Cli cli = run("overview");

        assertThat(cli.lines().subList(0, 6))
                .containsExactly(
                        "attention    at least 20,000 sagas to look at",
                        "               counterstep sagas --state needs_attention",
                        "             2 parked dead letters    counterstep dead-letters --state parked",
                        "             at least 1 paused saga   counterstep sagas --state paused",
                        "sagas        RUNNING at least 30,000, NEEDS_ATTENTION at least 20,000; about 0",
                        "             ended");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void whereNotAllSagasAreCountedNobodySaysThatNoneNeedsAPerson() {
        services.answer("GET /api/overview", 200, """
                        {"states":{"RUNNING":50000},"counted":"AT_LEAST","finishedAbout":0,"oldest":[],"ticks":[],
                         "attention":{}}""").answer("GET /api/participants", 200, "[]");

        assertThat(run("overview").lines())
                .contains("attention    nothing needs a person among the oldest sagas, which were counted");
    }

    @Test
    void theOverviewAsADocumentHasBothAnswers() {
        services.answer("GET /api/overview", 200, OVERVIEW.formatted(ticks(1)))
                .answer("GET /api/participants", 200, PARTICIPANTS);

        assertThat(Json.read(run("overview", "--json").out()).propertyNames())
                .containsExactly("overview", "participants");
    }

    @Test
    void participantsFitEightyColumnsWithWhatIsNotAsItShouldBeBelowThem() {
        services.answer("GET /api/participants", 200, PARTICIPANTS);

        Cli cli = run("participants");

        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.lines())
                .anySatisfy(it ->
                        assertThat(it.split(" +")).containsExactly("payment", "PAUSED", "3s", "?", "7", "2", "payment"))
                .contains("    dana: the bank is closed", "    nobody reads as foreign")
                .anySatisfy(it -> assertThat(it).contains("…", "FLOWING", "never", "12,000"));
    }

    @Test
    void definitionsAreShownByVersionWithTheirVerdicts() {
        services.answer("GET /api/definitions", 200, "[{\"name\":\"fulfil-order\"},{\"name\":\"book-trip\"}]")
                .answer("GET /api/definitions/fulfil-order/versions", 200, """
                        [{"version":2,"registeredAt":"2026-11-22T11:00:00Z","here":true,"newest":true,"active":5,
                          "waiting":[{"step":"payment","sagas":3},{"step":"shipping","sagas":2}],
                          "verdict":{"fate":"KEPT","safe":5,"needMapping":0,"wouldStrand":0}},
                         {"version":1,"registeredAt":null,"here":false,"newest":false,"active":1200,"waiting":[],
                          "verdict":{"fate":"NOT_REGISTERED","safe":0,"needMapping":1000,"wouldStrand":200}}]""")
                .answer("GET /api/definitions/book-trip/versions", 200, """
                        [{"version":1,"registeredAt":null,"here":true,"newest":false,"active":0,"waiting":[],"verdict":null}]""");

        Cli all = run("definitions");
        Cli one = run("definitions", "book-trip", "--json");

        assertThat(all.lines().stream().map(it -> it.replaceAll(" +", " ")))
                .containsExactly(
                        "DEFINITION VERSION CODE SINCE ACTIVE VERDICT",
                        "fulfil-order 2 newest 1h 5 safe",
                        " wait at payment 3, shipping 2",
                        "fulfil-order 1 not here 1,200 200 would strand",
                        "book-trip 1 here 0");
        assertThat(Json.read(one.out()).path("definitions")).hasSize(1);
        assertThat(run("definitions", "none").exitCode()).isEqualTo(1);
    }

    @Test
    void aDefinitionIsShownStepByStepWithTheSagasThatWaitAtEach() {
        String definition = """
                {"name":"fulfil-order","version":%d,"startedBy":"ORDER_PLACED","canceledBy":"ORDER_CANCEL_REQUESTED",
                 "deadline":null,"completedWith":"ORDER_COMPLETE","canceledWith":"ORDER_CANCEL","steps":[
                 {"name":"payment","stage":1,"kind":"COMPENSATABLE","optional":false,"participant":"payment",
                  "command":"PAYMENT_REQUESTED","child":null,"waitsFor":["PAYMENT_COMPLETED","PAYMENT_CANCELED"],
                  "compensation":"PAYMENT_CANCEL","deadline":"PT30S"},
                 {"name":"a-very-long-name-of-a-step","stage":2,"kind":"RETRIABLE","optional":true,
                  "participant":"a-participant-with-a-very-long-name","command":"A_VERY_LONG_NAME_OF_A_COMMAND_REQUESTED",
                  "child":"book-trip","waitsFor":[],"compensation":null,"deadline":null}]}""";
        services.answer("GET /api/definitions/fulfil-order", 200, definition.formatted(2))
                .answer("GET /api/definitions/fulfil-order/versions/1", 200, definition.formatted(1))
                .answer("GET /api/definitions/fulfil-order/versions", 200, """
                        [{"version":2,"active":5,"counted":"AT_LEAST",
                          "waiting":[{"step":"payment","sagas":1200},{"step":"cancel","sagas":2}]},
                         {"version":1,"active":7,"counted":"EXACTLY","waiting":[{"step":"payment","sagas":7}]}]""");

        Cli newest = run("definition", "fulfil-order");
        Cli older = run("definition", "fulfil-order", "--definition-version", "1");
        Cli json = run("definition", "fulfil-order", "--json");

        assertThat(newest.lines())
                .contains("version    2", "startedBy  ORDER_PLACED")
                .allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(80));
        assertThat(newest.lines().stream().map(it -> it.replaceAll(" +", " ")))
                .anySatisfy(it -> assertThat(it).startsWith("NO STEP COMMAND COMPENSATION PARTICIPANT WAITING"))
                .anySatisfy(it -> assertThat(it).matches("1 payment PAYMENT_\\S+ PAYMENT_\\S+ payment at least 1,200"))
                .anySatisfy(it -> assertThat(it).endsWith("cancel ORDER_CANCEL at least 2"));
        assertThat(newest.out().replaceAll("\\s+", " "))
                .contains("compensatable, waits for PAYMENT_COMPLETED or PAYMENT_CANCELED, for at most PT30S")
                .contains("retriable, optional, starts a saga of book-trip");
        assertThat(older.lines().stream().map(it -> it.replaceAll(" +", " ")))
                .anySatisfy(it -> assertThat(it).matches("1 payment PAYMENT_\\S+ PAYMENT_\\S+ payment 7"));
        assertThat(Json.read(json.out()).path("definition").path("steps")).hasSize(2);
        assertThat(Json.read(json.out()).path("inUse").path("version").asInt(0)).isEqualTo(2);
        assertThat(run("definition", "none").exitCode()).isEqualTo(1);
        assertThat(run("definition", "fulfil-order", "--definition-version", "x")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void ofMoreSagasThanAreCountedDefinitionsSayAtLeast() {
        services.answer("GET /api/definitions/fulfil-order/versions", 200, """
                [{"version":2,"registeredAt":null,"here":true,"newest":true,"active":50000,"counted":"AT_LEAST",
                  "waiting":[{"step":"payment","sagas":49000},{"step":"shipping","sagas":1000}],"verdict":null}]""");

        Cli cli = run("definitions", "fulfil-order");

        assertThat(cli.lines().stream().map(it -> it.replaceAll(" +", " ")))
                .containsExactly(
                        "DEFINITION VERSION CODE SINCE ACTIVE VERDICT",
                        "fulfil-order 2 newest at least 50,000",
                        " wait at payment at least 49,000, shipping at least 1,000");
    }

    private static String ticks(int count) {
        return IntStream.range(0, count).mapToObj(it -> """
                        {"at":"2026-11-22T11:59:00Z","ms":2000,"started":60,"completed":58,"canceled":1,"p50Ms":31,
                         "p99Ms":1120}""").collect(Collectors.joining(","));
    }
}
