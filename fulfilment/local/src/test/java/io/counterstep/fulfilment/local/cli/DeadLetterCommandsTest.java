package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters on the command line: listed, looked at, edited, replayed, held, discarded. */
class DeadLetterCommandsTest extends OnFakeServices {

    private static final String PATH = "/api/dead-letters";
    private static final String SUMMARY = """
            "id":7,"state":"PARKED","source":"payment-commands/3/1234567890","key":"0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b",
            "type":"PAYMENT_REQUESTED","saga":"fulfil-order:0b9f6d2e-7a55-4a35-9c0a-5a6f3c1d2e4b",
            "reason":"body is no PAYMENT_REQUESTED: Cannot deserialize value of type `long` from String \\"a lot\\": not a valid",
            "diedAt":"2026-11-22T12:00:00Z\"""";
    private static final String LETTER = "{" + SUMMARY + """
            ,"stack":"java.lang.IllegalStateException: no\\n\\tat io.counterstep.Somewhere","shortened":null,
            "body":"{\\"amount\\":\\"a lot\\"}","headers":{"ce_id":"fulfil-order:4711/payment/invoke"},
            "history":[{"at":"2026-11-22T13:00:00Z","kind":"EDITED","by":"kim","why":"a typing error","before":"{}"}]}""";

    private static final String[] MANY = {"--topic", "payment-commands", "--saga", "4711", "--why", "a test"};

    @Test
    void theyAreListedInEightyColumnsWithTheirReasonsBelowThem() {
        services.answer(
                "GET " + PATH + "?limit=20&state=PARKED&topic=payment-commands&key=4711&saga=fulfil-order:4711",
                200,
                "{\"deadLetters\":[{" + SUMMARY + "}],\"nextCursor\":null}");

        Cli cli = run(
                "dead-letters", "--state", "parked", "--topic", "payment-commands", "--key", "4711", "--saga", "4711");

        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(cli.out())
                .contains("7  ", "PARKED", "PAYMENT_REQUESTED", "payment-commands/3/", "Cannot deserialize");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void noneIsSaidInWords() {
        services.answer("GET " + PATH + "?limit=20", 200, "{\"deadLetters\":[],\"nextCursor\":null}");
        assertThat(run("dead-letters").lines()).containsExactly("no dead letters");
    }

    @Test
    void oneIsShownWithReasonHeadersHistoryAndStack() {
        services.answer("GET " + PATH + "/7", 200, LETTER);

        Cli cli = run("dead-letter", "7");

        assertThat(cli.out())
                .contains(
                        "payment-commands/3/1234567890",
                        "saga     fulfil-order:",
                        "reason   body is no",
                        "{\"amount\":\"a lot\"}")
                .contains(
                        "ce_id: fulfil-order:4711/payment/invoke",
                        "EDITED  2026-11-22T13:00:00Z by kim: a typing error")
                .contains("it said {}", "\tat io.counterstep.Somewhere");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @CsvSource({
        "replay, dead letter 7 waits for its turn, '1,200 dead letters wait for their turn'",
        "hold, dead letter 7 is parked again, '1,200 dead letters are parked again'",
        "discard, dead letter 7 is discarded, '1,200 dead letters are discarded'"
    })
    void oneOrManyAreReplayedHeldOrDiscarded(String operation, String one, String many) {
        services.answer("POST " + PATH + "/7/" + operation, 200, LETTER)
                .answer(
                        "POST " + PATH + "/" + operation + "?topic=payment-events&key=a%20b&saga=fulfil-order:4711",
                        200,
                        "{\"letters\":1200}");

        Cli ofOne = run(operation, "7", "--by", "kim", "--why", "a test");
        Cli ofMany = run(
                operation, "--topic", "payment-events", "--key", "a b", "--saga", "4711", "--why", "a test", "--yes");

        assertThat(ofOne.lines()).containsExactly(one);
        assertThat(ofOne.exitCode()).isZero();
        assertThat(ofMany.lines()).containsExactly(many);
        assertThat(body("/7/" + operation)).isEqualTo("{\"by\":\"kim\",\"why\":\"a test\"}");
    }

    @ParameterizedTest
    @CsvSource({"replay, PARKED", "hold, REPLAYING", "discard, PARKED"})
    void manyAreShownAndAskedForBeforeAndOnlyYesDoesIt(String operation, String state) {
        String deed = PATH + "/" + operation + "?topic=payment-commands&saga=fulfil-order:4711";
        services.answer(matching(state), 200, "{\"deadLetters\":[{" + SUMMARY + "}],\"nextCursor\":null}")
                .answer("POST " + deed, 200, "{\"letters\":1}");

        FakeTerminal terminal = FakeTerminal.screen(24, 0).answering("n", "yes");
        Cli no = runOn(terminal, operation, MANY);
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.out()).contains("1 dead letters match", "  7 PAYMENT_REQUESTED: body is no");
        assertThat(no.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(no.err()).contains("nothing was done");
        assertThat(services.received("POST " + deed)).isEmpty();

        Cli yes = runOn(terminal, operation, MANY);
        assertThat(yes.exitCode()).isZero();
        assertThat(yes.lines().getLast()).startsWith("1 dead letters ");
        assertThat(services.received("POST " + deed)).hasSize(1);
        assertThat(terminal.asked()).containsOnly(operation + " them? [y/N] ");
    }

    @Test
    void whereNobodyCanBeAskedManyAreShownAndNothingIsDone() {
        services.answer(matching("PARKED"), 200, "{\"deadLetters\":[{" + SUMMARY + "}],\"nextCursor\":null}");

        Cli piped = run("discard", MANY);

        assertThat(piped.exitCode()).isEqualTo(2);
        assertThat(piped.out()).contains("1 dead letters match");
        assertThat(piped.err()).contains("no terminal", "--yes");
        assertThat(run("discard", and(MANY, "--json")).exitCode())
                .as("nor where it would spoil the document")
                .isEqualTo(2);
    }

    @Test
    void aPreviewOfManyCountsThemToABoundShowsSomeAndDoesNothing() {
        String hundred = "{" + SUMMARY + "}" + (",{" + SUMMARY + "}").repeat(99);
        services.answer(matching("PARKED"), 200, "{\"deadLetters\":[" + hundred + "],\"nextCursor\":\"c\"}")
                .answer(
                        matching("PARKED") + "&cursor=c",
                        200,
                        "{\"deadLetters\":[" + hundred + "],\"nextCursor\":\"c\"}");

        Cli text = run("replay", and(MANY, "--preview"));
        Cli json = run("replay", and(MANY, "--preview", "--json"));

        assertThat(text.exitCode()).isZero();
        assertThat(text.lines().getFirst()).isEqualTo("at least 500 dead letters match");
        assertThat(text.lines().getLast()).isEqualTo("nothing was done");
        assertThat(text.lines().stream().filter(it -> it.startsWith("  7 "))).hasSize(5);
        assertThat(Json.read(json.out()).path("count").asInt(0)).isEqualTo(500);
        assertThat(Json.read(json.out()).path("sample")).hasSize(5);
    }

    @Test
    void whereNoneMatchesNobodyIsAsked() {
        services.answer(matching("REPLAYING"), 200, "{\"deadLetters\":[],\"nextCursor\":null}");
        assertThat(run("hold", MANY).lines()).containsExactly("0 dead letters match", "nothing was done");
    }

    @Test
    void oneIsEditedInPlaceOrFromAFile() throws IOException {
        services.answer("POST " + PATH + "/7/edit", 200, LETTER);
        Path file = Files.writeString(data.resolve("mended.json"), "{\"주문\":1}\n");

        run("edit", "7", "--body", "{\"a\":1}", "--by", "kim", "--why", "a test");
        assertThat(body("/7/edit")).isEqualTo("{\"by\":\"kim\",\"why\":\"a test\",\"body\":\"{\\\"a\\\":1}\"}");
        Cli cli = run("edit", "7", "--file", file.toString(), "--why", "a test");
        assertThat(services.received("POST " + PATH + "/7/edit").getLast().body())
                .contains("{\\\"주문\\\":1}\\n");
        assertThat(cli.lines()).containsExactly("dead letter 7 is edited");
    }

    @Test
    void eachAnswersInJsonIfAsked() {
        services.answer("GET " + PATH + "?limit=20", 200, "{\"deadLetters\":[],\"nextCursor\":null}")
                .answer("GET " + PATH + "/7", 200, LETTER);
        for (String operation : List.of("replay", "hold", "discard", "edit")) {
            services.answer("POST " + PATH + "/7/" + operation, 200, LETTER);
        }

        assertThat(run("dead-letters", "--json").lines()).containsExactly("{\"deadLetters\":[],\"nextCursor\":null}");
        assertThat(run("dead-letter", "7", "--json").lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":7");
        for (String operation : List.of("replay", "hold", "discard")) {
            assertThat(run(operation, "7", "--why", "a test", "--json").lines())
                    .singleElement()
                    .asString()
                    .startsWith("{\"id\":7");
        }
        assertThat(run("edit", "7", "--body", "{}", "--why", "a test", "--json").lines())
                .hasSize(1);
    }

    @Test
    void whatIsRefusedEndsWithOneAndTheReason() {
        services.answer("POST " + PATH + "/7/replay", 409, """
                {"title":"Conflict","status":409,"detail":"dead letter 7: it was discarded"}""");
        Cli cli = run("replay", "7", "--why", "a test");
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("Conflict (409)", "it was discarded");
        assertThat(run("dead-letter", "8").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "replay 7",
        "replay --why x",
        "discard 7 --topic t --why x",
        "discard --topic= --why x",
        "discard 7 --preview --why x",
        "hold 7",
        "edit 7 --why x",
        "edit 7 --body {} --file f --why x",
        "edit 7 --file no-such-file --why x",
        "dead-letter"
    })
    void wrongUsageEndsWithTwo(String line) {
        String[] words = line.split(" ");
        assertThat(run(words[0], java.util.Arrays.copyOfRange(words, 1, words.length))
                        .exitCode())
                .isEqualTo(2);
    }

    private static String matching(String state) {
        return "GET " + PATH + "?limit=100&topic=payment-commands&saga=fulfil-order:4711&state=" + state;
    }

    private static String[] and(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    private String body(String path) {
        return services.received("POST " + PATH + path).getFirst().body();
    }
}
