package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SagasCommandTest extends OnFakeServices {

    private static final String EXPORT = "GET /api/sagas/export?format=csv&state=CANCELED&max=10000";
    private static final String CSV = "id,state\r\nfulfil-order:1,CANCELED\r\n";

    @Test
    void allFiltersReachTheOrchestrator() {
        services.answer(
                "GET /api/sagas?limit=20&state=RUNNING%2CPAUSED%2CCANCELED&definition=fulfil-order&version=2"
                        + "&participant=payment&text=no%20carrier&minAge=30s&maxAge=PT1H",
                200, "{\"sagas\":[],\"nextCursor\":null,\"lookedBackTo\":null}");

        Cli cli = run(
                "sagas",
                "--state=running,paused",
                "--state=canceled",
                "--definition=fulfil-order",
                "--definition-version=2",
                "--participant=payment",
                "--text=no carrier",
                "--min-age=30s",
                "--max-age=PT1H");

        assertThat(cli.lines()).containsExactly("no sagas");
    }

    @Test
    void aLookThatEndedEarlySaysHowFarItWentAndWhatGoesOn() {
        services.answer("GET /api/sagas?limit=20", 200, page("", "c1", "2026-11-22T11:00:00Z"));

        Cli cli = runOn(FakeTerminal.pipe(0), "sagas");

        assertThat(cli.lines())
                .containsExactly(
                        "no sagas", "looked back only to 2026-11-22T11:00:00Z (1h ago); --all-the-way goes on");
        assertThat(Json.read(run("sagas", "--json").out()))
                .isEqualTo(Json.read("{\"sagas\":[],\"lookedBackTo\":\"2026-11-22T11:00:00Z\",\"nextCursor\":\"c1\"}"));
    }

    @Test
    void allTheWayLooksOnUntilTheLimitIsFull() {
        services.answer("GET /api/sagas?limit=2", 200, page(saga(1), "c1", "2026-11-22T11:00:00Z"))
                .answer("GET /api/sagas?limit=1&cursor=c1", 200, page("", "c2", "2026-11-22T10:00:00Z"))
                .answer("GET /api/sagas?limit=1&cursor=c2", 200, page(saga(2), "c3", null));

        Cli cli = runOn(FakeTerminal.screen(24, 0), "sagas", "--all-the-way", "--limit=2");

        assertThat(cli.out()).contains("key-1", "key-2", "there are more").doesNotContain("looked back");
        assertThat(cli.err()).contains("looked back 1h, 1 found");
    }

    @Test
    void allTheWayEndsWhereTheSagasEnd() {
        services.answer("GET /api/sagas?limit=20", 200, page("", "c1", "2026-11-22T11:00:00Z"))
                .answer("GET /api/sagas?limit=20&cursor=c1", 200, page(saga(1), null, null));

        Cli cli = run("sagas", "--all-the-way");

        assertThat(cli.out()).contains("key-1").doesNotContain("there are more", "looked back");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void anExportIsWrittenIntoTheFileAsItComes() throws IOException {
        services.answer(EXPORT, 200, CSV);
        Path file = Files.writeString(data.resolve("sagas.csv"), "of yesterday");

        Cli cli = run("sagas", "--state=canceled", "--export=csv", "--out=" + file);

        assertThat(cli.exitCode()).isZero();
        assertThat(file).hasContent(CSV);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualToIgnoringNewLines("wrote 35 B to " + file);
        assertNoPartIsLeft(file);
    }

    @Test
    void anExportMayBeOfAnotherFormatAndSize() {
        services.answer("GET /api/sagas/export?format=json&max=50000", 200, "[]");
        Path file = data.resolve("sagas.json");

        Cli cli = run("sagas", "--export=json", "--limit=50000", "--json", "--out=" + file);

        assertThat(Json.read(cli.out()))
                .isEqualTo(Json.object().put("file", file.toString()).put("bytes", 2));
        assertThat(file).hasContent("[]");
    }

    @Test
    void anExportThatIsRefusedLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(data.resolve("sagas.csv"), "of yesterday");

        Cli cli = run("sagas", "--export=csv", "--limit=1000000", "--out=" + file);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).startsWith("Not found (404)");
        assertThat(file).hasContent("of yesterday");
        assertNoPartIsLeft(file);
    }

    @Test
    void anExportThatBreaksOffLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(data.resolve("sagas.csv"), "of yesterday");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered =
                    CompletableFuture.runAsync(() -> answerHalf(server)); // half a chunked answer
            URI there = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Files.writeString(data.resolve("running.json"), """
                    {"urls":{"orchestrator":"%s"}}""".formatted(there));

            Cli cli = run("sagas", "--export=csv", "--out=" + file);

            answered.join();
            assertThat(cli.exitCode()).isEqualTo(3);
            assertThat(cli.err()).contains("the connection to " + there + " broke");
            assertThat(file).hasContent("of yesterday");
            assertNoPartIsLeft(file);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        services.answer(EXPORT, 200, CSV);

        Cli cli = run("sagas", "--state=canceled", "--export=csv", "--out=" + data.resolve("no/such/folder.csv"));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("cannot write", "no/such/folder.csv");
    }

    @Test
    void anExportNeedsAFormatAndAFile() {
        assertThat(run("sagas", "--export=csv").exitCode()).isEqualTo(2);
        assertThat(run("sagas", "--out=sagas.csv").exitCode()).isEqualTo(2);
        assertThat(run("sagas", "--export=pdf", "--out=sagas.pdf").exitCode()).isEqualTo(2);
    }

    private static void assertNoPartIsLeft(Path file) {
        assertThat(file.resolveSibling(file.getFileName() + ".part")).doesNotExist();
    }

    private static void answerHalf(ServerSocket server) {
        try (Socket client = server.accept()) {
            int read = client.getInputStream().read(new byte[4096]);
            assertThat(read).isPositive();
            String half = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nid,st\r\n";
            client.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String saga(int number) {
        return """
                {"id":"fulfil-order:key-%d","key":"key-%d","state":"RUNNING","step":"payment","definition":"fulfil-order",
                 "startedAt":"2026-11-22T10:00:00Z","reason":null}""".formatted(number, number);
    }

    private static String page(String sagas, @Nullable String cursor, @Nullable String lookedBackTo) {
        return "{\"sagas\":[%s],\"nextCursor\":%s,\"lookedBackTo\":%s}"
                .formatted(sagas, quoted(cursor), quoted(lookedBackTo));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
