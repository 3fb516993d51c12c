package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator asks for of many sagas reaches the orchestrator as it was asked, and is followed to its end. */
class BulkCommandTest extends OnFakeServices {

    private static final String BEGIN = "POST /api/bulk-operations";
    private static final String PREVIEW = BEGIN + "?preview=true";
    private static final String ONE = "GET /api/bulk-operations/7";

    private static final String SHOWN = """
            {"count":1200,"counted":"%s","decided":200,"wouldDo":198,
             "sample":[{"saga":"fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fc","effect":{"state":"COMPENSATING"},"refused":null},
                       {"saga":"fulfil-order:01a2036b-a533-7758-8f5a-30400f1447fd","effect":null,
                        "refused":"the saga is past its pivot, or turned back already"}],
             "commands":{"PAYMENT_CANCEL":198},"irreversible":["undoes 'payment'"]}""";

    private static String operation(String state, int done) {
        return """
                {"id":7,"operation":"retry","state":"%s","by":"kim","why":"a test","startedAt":"2026-03-01T12:00:00Z",
                 "filter":{"state":"PAUSED"},"found":120,"done":%d,"refused":2,"failed":0,
                 "lastProblems":[{"saga":"fulfil-order:1","problem":"the saga is over"}]}""".formatted(state, done);
    }

    @Test
    void whichWhoAndWhyReachTheOrchestratorAndItIsFollowedToItsEnd() {
        services.answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, operation("RUNNING", 57))
                .answer(ONE, 200, operation("DONE", 118));

        Cli cli = bulk(
                "retry",
                "--state",
                "needs_attention",
                "--definition",
                "fulfil-order",
                "--definition-version",
                "2",
                "--step",
                "payment",
                "--participant",
                "bank",
                "--text",
                "no answer",
                "--min-age",
                "5m",
                "--max-age",
                "1h",
                "--key",
                "4711",
                "--rate",
                "50",
                "--max",
                "10",
                "--by",
                "kim",
                "--why",
                "a test",
                "--yes");

        assertThat(body(BEGIN)).isEqualTo("""
                        {"operation":"retry","filter":{"state":"NEEDS_ATTENTION","definition":"fulfil-order","version":2,\
                        "step":"payment","participant":"bank","text":"no answer","minAge":"5m","maxAge":"1h","key":"4711"},\
                        "by":"kim","why":"a test","rate":50,"max":10}""");
        assertThat(cli.lines())
                .containsExactly(
                        "operation 7 has begun",
                        "DONE: 118 of 120 done, 2 refused, 0 failed",
                        "  fulfil-order:1: the saga is over");
        assertThat(cli.exitCode()).isZero();
        assertThat(services.received(PREVIEW)).as("unasked, so not shown").isEmpty();
    }

    @Test
    void severalStatesMayBeGivenAsToTheSearch() {
        services.answer(BEGIN, 202, operation("RUNNING", 0));

        bulk("pause", "--state", "running,paused", "--state=compensating", "--why", "a test", "--yes", "--no-follow");

        assertThat(body(BEGIN)).contains("\"filter\":{\"state\":\"RUNNING,PAUSED,COMPENSATING\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "RUNNING,", ""})
    void aStateThatIsNoneIsNotLeftOutSinceMoreWouldBeChosen(String state) {
        services.answer(BEGIN, 400, "{\"detail\":\"filter.state must be one of\"}");

        Cli cli = bulk("pause", "--state", state, "--step", "payment", "--why", "a test", "--yes");

        assertThat(body(BEGIN)).contains("\"filter\":{\"state\":\"" + state + "\",\"step\":\"payment\"}");
        assertThat(cli.err()).contains("filter.state must be one of");
    }

    @Test
    void aPreviewShowsHowManyAndWhatAndDoesNothing() {
        services.answer(PREVIEW, 200, SHOWN.formatted("AT_LEAST"));

        Cli cli = bulk("compensate", "--step", "payment", "--why", "a test", "--preview");

        assertThat(cli.lines())
                .contains(
                        "at least 1,200 sagas match",
                        "of the oldest 200 could compensate: 198",
                        "  198 PAYMENT_CANCEL",
                        "  undoes 'payment'",
                        "nothing was done");
        assertThat(cli.out().replaceAll("\\s+", " "))
                .contains("could not: the saga is past its pivot", "would be COMPENSATING");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.exitCode()).isZero();
        assertThat(services.received(BEGIN)).isEmpty();
    }

    @Test
    void whereNobodyCanBeAskedItIsShownAndNothingIsDone() {
        services.answer(PREVIEW, 200, SHOWN.formatted("EXACTLY"));

        Cli cli = bulk("pause", "--step", "payment", "--why", "a test");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.out()).contains("1,200 sagas match");
        assertThat(cli.err()).contains("no terminal", "--yes");
        assertThat(services.received(BEGIN)).isEmpty();
    }

    @Test
    void whatNothingMatchesIsNotAskedFor() {
        services.answer(PREVIEW, 200, """
                {"count":0,"counted":"EXACTLY","decided":0,"wouldDo":0,"sample":[],"commands":{},"irreversible":[]}""");
        Cli cli = bulk("resume", "--state", "paused", "--why", "a test");
        assertThat(cli.lines()).containsExactly("0 sagas match", "nothing was done");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void whoeverSitsAtTheTerminalIsAskedAndOnlyYesIsYes() {
        services.answer(PREVIEW, 200, SHOWN.formatted("EXACTLY"))
                .answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, operation("DONE", 118));
        FakeTerminal no = FakeTerminal.screen(24, 0).answering("");
        FakeTerminal gone = FakeTerminal.screen(24, 0);

        assertThat(bulkOn(no, "retry", "--step", "payment", "--why", "a test").err())
                .contains("nothing was done; --yes does it without asking");
        assertThat(no.asked()).containsExactly("retry them? [y/N] ");
        assertThat(bulkOn(gone, "retry", "--step", "payment", "--why", "a test").exitCode())
                .as("Ctrl-D")
                .isEqualTo(1);
        assertThat(services.received(BEGIN)).isEmpty();

        FakeTerminal yes = FakeTerminal.screen(24, 0).answering(" Yes");
        assertThat(bulkOn(yes, "retry", "--step", "payment", "--why", "a test").exitCode())
                .isZero();
        assertThat(services.received(BEGIN)).hasSize(1);
    }

    @Test
    void howFarItIsIsSaidOnOneLineWhereALineCanChange() {
        services.answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, operation("RUNNING", 57))
                .answer(ONE, 200, operation("DONE", 118));

        Cli cli = bulkOn(FakeTerminal.screen(24, 1), "retry", "--step", "payment", "--why", "a test", "--yes");

        assertThat(cli.err()).isEqualTo("\r\u001b[K57 of 120 done, 2 refused, 0 failed\r\u001b[K");
        assertThat(cli.lines()).contains("DONE: 118 of 120 done, 2 refused, 0 failed");
    }

    @Test
    void whoeverLeavesBeforeTheEndIsToldThatItGoesOn() {
        services.answer(BEGIN, 202, operation("RUNNING", 0)).answer(ONE, 200, operation("RUNNING", 57));

        Cli cli = bulkOn(FakeTerminal.pipe(2), "retry", "--step", "payment", "--why", "a test", "--yes");

        assertThat(cli.lines())
                .containsExactly(
                        "operation 7 has begun", "", "operation 7 goes on; to end it: counterstep bulk cancel 7");
        assertThat(services.received(ONE)).hasSize(3);
        assertThat(cli.exitCode()).isEqualTo(130);
    }

    @Test
    void stepAndReplyAreNamedToSkipAndToResolve() {
        services.answer(BEGIN, 202, operation("RUNNING", 0));
        bulk("skip", "--step", "mail", "--by", "kim", "--why", "a test", "--yes", "--no-follow");
        assertThat(body(BEGIN)).isEqualTo("""
                        {"operation":"skip","filter":{"step":"mail"},"step":"mail","by":"kim","why":"a test"}""");

        bulk(
                "resolve",
                "--step",
                "shipping",
                "--type",
                "SHIPPING_SUCCESS",
                "--body",
                "{\"carrier\":\"X\"}",
                "--by",
                "kim",
                "--why",
                "a test",
                "--yes",
                "--no-follow");
        assertThat(services.received(BEGIN).getLast().body()).isEqualTo("""
                        {"operation":"resolve","filter":{"step":"shipping"},"step":"shipping","type":"SHIPPING_SUCCESS",\
                        "body":{"carrier":"X"},"by":"kim","why":"a test"}""");
        assertThat(services.received(ONE)).as("not followed").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELED", "FAILED"})
    void whatDoesNotEndWellEndsWithOne(String state) {
        services.answer(BEGIN, 202, operation("RUNNING", 0)).answer(ONE, 200, operation(state, 3));
        Cli cli = bulk("retry", "--step", "payment", "--why", "a test", "--yes");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).contains(state + ": 3 of 120 done");
    }

    @Test
    void whoEndedItAndWhyIsSaid() {
        String ended = operation("CANCELED", 57)
                .replace("\"found\"", "\"canceledBy\":\"dana\",\"canceledWhy\":\"the wrong carrier\",\"found\"");
        services.answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, ended)
                .answer("GET /api/bulk-operations", 200, "[" + ended + "]");

        assertThat(bulk("retry", "--step", "payment", "--why", "a test", "--yes")
                        .lines())
                .contains("  canceled by dana: the wrong carrier");
        assertThat(bulk("list").lines())
                .contains("    a test {\"state\":\"PAUSED\"}; canceled by dana: the wrong carrier");
    }

    @Test
    void whyItCouldNotGoOnIsSaid() {
        String failed =
                operation("FAILED", 57).replace("\"found\"", "\"problem\":\"its filter cannot be read\",\"found\"");
        services.answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, failed)
                .answer("GET /api/bulk-operations", 200, "[" + failed + "]");

        assertThat(bulk("retry", "--step", "payment", "--why", "a test", "--yes")
                        .lines())
                .contains("  its filter cannot be read");
        assertThat(bulk("list").lines()).contains("    a test {\"state\":\"PAUSED\"}; its filter cannot be read");
    }

    @Test
    void oneJsonDocumentIsPrinted() {
        services.answer(BEGIN, 202, operation("RUNNING", 0))
                .answer(ONE, 200, operation("DONE", 120))
                .answer("GET /api/bulk-operations", 200, "[" + operation("DONE", 120) + "]");
        Cli cli = bulk("retry", "--step", "payment", "--why", "a test", "--yes", "--json");
        assertThat(cli.lines()).singleElement().satisfies(it -> assertThat(it).contains("\"state\":\"DONE\""));
        assertThat(bulk("list", "--json").out()).startsWith("[{\"id\":7");
    }

    @Test
    void theyAreListedWithHowFarTheyAre() {
        services.answer("GET /api/bulk-operations", 200, "[" + operation("RUNNING", 57) + "]");
        Cli cli = bulk("list");
        assertThat(cli.out()).contains("7   retry      RUNNING  120    57", "kim", "{\"state\":\"PAUSED\"}");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void oneIsShownWithItsProblemsAndWatchedToItsEnd() {
        services.answer(ONE, 200, operation("RUNNING", 57)).answer(ONE, 200, operation("CANCELED", 60));

        Cli once = bulk("show", "7");
        Cli watched = bulk("show", "7", "--watch");

        assertThat(once.lines())
                .containsExactly(
                        "retry by kim: a test {\"state\":\"PAUSED\"}",
                        "RUNNING: 57 of 120 done, 2 refused, 0 failed",
                        "  fulfil-order:1: the saga is over");
        assertThat(once.exitCode()).isZero();
        assertThat(watched.out()).contains("CANCELED: 60 of 120 done");
        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(bulk("show", "7").exitCode()).isZero();
    }

    @Test
    void oneIsCanceledByItsNumber() {
        services.answer(ONE.replace("GET", "POST") + "/cancel", 200, operation("CANCELED", 57));
        Cli cli = bulk("cancel", "7", "--by", "kim");
        assertThat(cli.out()).contains("CANCELED: 57 of 120 done");
        assertThat(services.received("POST /api/bulk-operations/7/cancel")
                        .getFirst()
                        .body())
                .isEqualTo("{\"by\":\"kim\",\"why\":\"on the command line\"}");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(Cli.run("bulk").exitCode()).as("no operation").isEqualTo(2);
        assertThat(bulk("retry", "--why", "a test", "--yes").err()).contains("say which sagas");
        assertThat(bulk("skip", "--state", "paused", "--why", "a test", "--yes").err())
                .contains("--step");
        assertThat(bulk("retry", "--step", "payment", "--yes").exitCode())
                .as("no why")
                .isEqualTo(2);
        assertThat(bulk("retry", "--step", "payment", "--why", "a test", "--json")
                        .err())
                .contains("--json asks nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "compensate", "pause", "resume", "skip", "resolve", "list", "show", "cancel"})
    void eachExplainsItselfInEightyColumns(String operation) {
        Cli cli = Cli.run("bulk", operation, "--help");
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.lines().getFirst()).startsWith("Usage: counterstep bulk " + operation);
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    /** Where nobody sits, and nobody leaves before the end. */
    private Cli bulk(String operation, String... args) {
        return bulkOn(FakeTerminal.pipe(9), operation, args);
    }

    private Cli bulkOn(Terminal terminal, String operation, String... args) {
        List<String> all = new ArrayList<>(List.of("bulk", operation, "--data", data.toString()));
        all.addAll(List.of(args));
        return Cli.runOn(terminal, all.toArray(String[]::new));
    }

    private String body(String request) {
        return services.received(request).getFirst().body();
    }
}
