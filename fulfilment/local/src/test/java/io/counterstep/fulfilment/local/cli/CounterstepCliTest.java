package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterstepCliTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order",
                "orders",
                "cancel",
                "sagas",
                "saga",
                "why",
                "retry",
                "compensate",
                "resolve",
                "skip",
                "pause",
                "resume",
                "gates",
                "overview",
                "participants",
                "definitions",
                "definition",
                "dead-letters",
                "replay",
                "hold",
                "discard",
                "audit",
                "finding",
                "verdict",
                "mischief"
            })
    void everyCommandExplainsItselfInEightyColumns(String command) {
        Cli cli = Cli.run(command, "--help");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.lines().getFirst()).startsWith("Usage: counterstep " + command);
        assertThat(cli.out()).contains("--json", "--port-offset", "--data", "--version");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theHelpListsCommandsAndExitCodes() {
        Cli cli = Cli.run("--help");

        assertThat(cli.out()).contains("Exit codes:", "bench", "Place an order and follow its saga to the end.");
        assertThat(cli.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Cli.run("--version").out()).startsWith("counterstep ");
    }

    @Test
    void theHelpKnowsEveryExitCode() throws IllegalAccessException {
        String help = Cli.run("--help").out();

        for (Field code : ExitCode.class.getDeclaredFields()) {
            if (code.getType() == int.class) {
                assertThat(help).containsPattern("(?m)^ +" + code.getInt(null) + " +\\w");
            }
        }
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(Cli.run().exitCode()).isEqualTo(2);
        assertThat(Cli.run("dance").exitCode()).isEqualTo(2);
        assertThat(Cli.run("orders", "--limit", "0", "--port-offset", "0").exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("orders", "--port-offset", "-1").exitCode()).isEqualTo(2);
    }

    @Test
    void whereNothingAnswersTheCommandSaysSoAndEndsWithThree() throws IOException {
        int offset = freePort() - Endpoints.ORDER_PORT;

        Cli cli = Cli.run("orders", "--port-offset", String.valueOf(offset));

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err())
                .isEqualToIgnoringNewLines(
                        "nothing answers at http://127.0.0.1:%d (address from".formatted(Endpoints.ORDER_PORT + offset)
                                + " --port-offset %d): start it with ./counterstep up".formatted(offset));
    }

    @Test
    void aDataFolderWithoutARunningSystemEndsWithThree() {
        Cli cli = Cli.run("orders", "--data", data.toString());

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("no system runs on the data in " + data, "start it with ./counterstep up");
    }

    @Test
    void addressesLeftBehindByADeadProcessAreToldAsSuch() throws IOException {
        Files.writeString(data.resolve("running.json"), """
                {"pid":%d,"portOffset":0,"urls":{"order":"http://127.0.0.1:%d"}}""".formatted(Integer.MAX_VALUE, freePort()));

        Cli cli = Cli.run("orders", "--data", data.toString());

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("left behind by a process that is gone");
    }

    @Test
    void aFileThatIsNotJsonIsNamed() throws IOException {
        Files.writeString(data.resolve("running.json"), "?");

        Cli cli = Cli.run("orders", "--data", data.toString());

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains(data.resolve("running.json") + " is not JSON");
    }

    @Test
    void whatTheFileDoesNotNameFollowsFromItsPortOffset() throws IOException {
        Path file = Files.writeString(data.resolve("running.json"), "{\"portOffset\":100}");

        Endpoints endpoints = Endpoints.from(file);

        assertThat(endpoints.order()).hasToString("http://127.0.0.1:8181");
        assertThat(endpoints.orchestrator()).hasToString("http://127.0.0.1:8180");
        assertThat(endpoints.bootstrapServers()).isEqualTo("127.0.0.1:9192");
    }

    /** Above the order service's port, so that an offset leads there. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                boolean reachable = socket.getLocalPort() > Endpoints.ORDER_PORT && socket.getLocalPort() < 64_000;
                if (reachable) {
                    return socket.getLocalPort();
                }
            }
        }
    }
}
