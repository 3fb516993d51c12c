package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real time never passes here: {@link FakeTerminal} counts it. */
class WatchTest extends OnFakeServices {

    private static final String GATES = "GET /api/gates";

    @Test
    void withoutATerminalItPrintsBlocksWithTheTimeBetweenThem() {
        services.answer(GATES, 200, "[]").answer(GATES, 200, gate("payment"));

        Cli cli = runOn(FakeTerminal.pipe(1), "gates", "--watch");

        assertThat(cli.lines())
                .containsSequence("--- 2026-11-22T12:00:00Z", "no gates", "--- 2026-11-22T12:00:02Z")
                .anySatisfy(line -> assertThat(line).contains("payment", "PAUSED"));
        assertThat(cli.out()).doesNotContain("\u001b");
        assertThat(cli.exitCode()).isEqualTo(130);
    }

    @Test
    void onATerminalEachLookIsDrawnOverTheLast() {
        services.answer(GATES, 200, gate("payment")).answer(GATES, 200, "[]");

        Cli cli = runOn(FakeTerminal.screen(24, 1), "gates", "--watch=5");

        assertThat(cli.out())
                .startsWith("\u001b[2J\u001b[H2026-11-22T12:00:00Z, each 5 s until Ctrl-C\u001b[K\n")
                .endsWith("\u001b[H2026-11-22T12:00:05Z, each 5 s until Ctrl-C\u001b[K\nno gates\u001b[K\n\u001b[J");
    }

    @Test
    void whatDoesNotFitTheTerminalIsLeftOut() {
        List<String> many = IntStream.range(0, 30).mapToObj(it -> "line " + it).toList();
        Frames frames = new Frames(false, true, new Palette(false));

        String frame = frames.next(view(many), true, FakeTerminal.pipe(0).now(), Duration.ofSeconds(2), null, 10);

        assertThat(frame.lines()).hasSize(10);
        assertThat(frame)
                .contains("line 6\u001b[K", "and 23 more lines than fit")
                .doesNotContain("line 7");
    }

    @Test
    void asJsonItPrintsOneDocumentALine() {
        services.answer(GATES, 200, "[]").answer(GATES, 200, gate("payment"));

        Cli cli = runOn(FakeTerminal.screen(24, 1), "gates", "--watch", "--json");

        assertThat(cli.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.read(line).isArray()).isTrue());
    }

    @Test
    void aListIsWatchedWithItsFilters() {
        services.answer("GET /orders?limit=3", 200, "{\"orders\":[]}");

        Cli cli = runOn(FakeTerminal.pipe(2), "orders", "--limit", "3", "--watch=1");

        assertThat(cli.lines()).filteredOn(it -> it.equals("no orders")).hasSize(3);
    }

    @Test
    void aSagaIsWatchedUntilItIsOver() {
        services.answer("GET /api/sagas/fulfil-order:1", 200, saga("RUNNING"))
                .answer("GET /api/sagas/fulfil-order:1", 200, saga("COMPLETED"))
                .answer("GET /api/sagas/fulfil-order:1/history", 200, "{\"transitions\":[]}");

        Cli cli = runOn(FakeTerminal.pipe(9), "saga", "--watch", "1");

        assertThat(cli.out()).contains("state      RUNNING", "state      COMPLETED");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void aSagaThatIsWatchedAndCanceledEndsWithOne() {
        services.answer("GET /api/sagas/fulfil-order:1", 200, saga("CANCELED"))
                .answer("GET /api/sagas/fulfil-order:1/history", 200, "{\"transitions\":[]}");

        assertThat(run("saga", "1", "--watch").exitCode()).isEqualTo(1);
        assertThat(run("saga", "1").exitCode()).isZero();
    }

    @Test
    void aServiceThatFailsMeanwhileIsAskedAgain() {
        services.answer(GATES, 200, "[]")
                .answer(GATES, 503, "{\"title\":\"Busy\"}")
                .answer(GATES, 503, "{\"title\":\"Busy\"}")
                .answer(GATES, 200, gate("payment"));

        Cli cli = runOn(FakeTerminal.pipe(3), "gates", "--watch");

        assertThat(cli.err().lines()).hasSize(1);
        assertThat(cli.err()).contains("was refused with 503; still trying");
        assertThat(cli.lines()).filteredOn(it -> it.startsWith("---")).hasSize(2);
        assertThat(cli.out()).contains("payment");
    }

    @Test
    void aServiceThatIsAwayIsToldAboveWhatWasSeenLast() {
        Unreachable away = Unreachable.at(URI.create("http://127.0.0.1:1"), "a test", new IOException("refused"));
        StringWriter out = new StringWriter();

        int exitCode = watching(FakeTerminal.screen(24, 1), out).run(looks(view(List.of("all is well")), away));

        assertThat(exitCode).isEqualTo(130);
        assertThat(out.toString())
                .endsWith("nothing answers at http://127.0.0.1:1 (address from a test); still trying\u001b[K\n"
                        + "all is well\u001b[K\n\u001b[J");
    }

    @Test
    void whatIsRefusedForGoodEndsIt() {
        services.answer(GATES, 200, "[]").answer(GATES, 404, "{\"title\":\"Not found\"}");

        assertThat(runOn(FakeTerminal.pipe(9), "gates", "--watch").exitCode()).isEqualTo(1);
    }

    @Test
    void nobodyWhoReadsEndsIt() {
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        View view = view(List.of("all is well"));

        assertThat(watching(FakeTerminal.pipe(9), closed).run(() -> view)).isZero();
    }

    @Test
    void howOftenIsBounded() {
        assertThat(run("gates", "--watch=0").exitCode()).isEqualTo(2);
        assertThat(run("gates", "--watch=3601").err()).contains("--watch must be between 1 and 3600 s, was 3601");
        assertThat(run("sagas", "--watch", "--export=csv", "--out=x").err()).contains("an export cannot be watched");
    }

    private static Watching watching(Terminal terminal, Writer out) {
        Frames frames = new Frames(false, terminal.redraws(), new Palette(false));
        return new Watching(
                terminal, Duration.ofSeconds(2), frames, new PrintWriter(out), new PrintWriter(new StringWriter()));
    }

    /** First that view, then for ever that failure. */
    private static Supplier<View> looks(View first, RuntimeException then) {
        Queue<View> views = new ArrayDeque<>(List.of(first));
        return () -> {
            View next = views.poll();
            if (next == null) {
                throw then;
            }
            return next;
        };
    }

    private static View view(List<String> lines) {
        return View.of(Json.object(), () -> lines);
    }

    private static String gate(String name) {
        return """
                [{"kind":"PARTICIPANT","name":"%s","state":"PAUSED","since":"2026-11-22T11:00:00Z","held":3,"by":"dana"}]""".formatted(name);
    }

    private static String saga(String state) {
        return "{\"id\":\"fulfil-order:1\",\"state\":\"%s\"}".formatted(state);
    }
}
