package io.counterstep.fulfilment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.local.standin.StandInApplication;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemTest {

    static final Set<Service> TWO = EnumSet.of(Service.PAYMENT, Service.SHIPPING);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void everyServiceAnswersWithItsOwnDatabaseAndCanBeStoppedAndStartedAlone() throws Exception {
        try (LocalSystem system = LocalSystem.start(standIns(EnumSet.allOf(Service.class)))) {
            for (Service service : Service.values()) {
                assertThat(databaseOf(system, service)).isEqualTo(service.database());
            }
            assertThat(ListeningSockets.offLoopback(ProcessHandle.current().pid()))
                    .isEmpty();

            system.stop(Service.PAYMENT);
            assertThatThrownBy(() -> databaseOf(system, Service.PAYMENT)).isInstanceOf(ConnectException.class);
            assertThat(databaseOf(system, Service.ORDER)).isEqualTo("orders");

            system.start(Service.PAYMENT);
            assertThat(databaseOf(system, Service.PAYMENT)).isEqualTo("payments");
        }
        assertThat(folder.resolve("data")).as("deleted, as asked").doesNotExist();
    }

    @Test
    void aSeparateServiceThatIsKilledIsReportedAndTheOthersGoOn() throws Exception {
        CompletableFuture<Service> ended = new CompletableFuture<>();
        try (LocalSystem system = LocalSystem.start(standIns(TWO).withSeparate(true))) {
            system.onServiceEnd((service, pid, exitCode) -> ended.complete(service));
            assertThat(databaseOf(system, Service.PAYMENT)).isEqualTo("payments");
            ProcessHandle.of(system.pid(Service.PAYMENT).orElseThrow())
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(Service.PAYMENT);
            assertThat(system.isRunning(Service.PAYMENT)).isFalse();
            assertThat(databaseOf(system, Service.SHIPPING)).isEqualTo("shipping");

            system.start(Service.PAYMENT);
            assertThat(databaseOf(system, Service.PAYMENT)).isEqualTo("payments");
        }
    }

    @Test
    void otherCommandsFindARunningSystemAndNoneAfterItsEnd() {
        LocalOptions options = standIns(Set.of());
        try (LocalSystem system = LocalSystem.start(options)) {
            RunningSystem found = RunningSystem.find(options.data()).orElseThrow();
            assertThat(found.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(found.bootstrapServers()).isEqualTo(system.bootstrapServers());
        }
        assertThat(RunningSystem.find(options.data())).isEmpty();
    }

    @Test
    void aFileOfADeadProcessCountsAsNoSystem() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(folder.resolve("running.json"), """
                {"pid":%d,"portOffset":0,"separate":false,"urls":{},"bootstrapServers":"","jdbcUrls":{},"jdbcUser":""}
                """.formatted(dead.pid()));
        assertThat(RunningSystem.find(folder)).isEmpty();
    }

    @Test
    void aSecondSystemInTheSameFolderIsRefusedWithTheWayOut() {
        LocalOptions options = standIns(Set.of());
        try (LocalSystem first = LocalSystem.start(options)) {
            assertThatThrownBy(() -> LocalSystem.start(options.withPorts(Ports.free())))
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining("already runs in " + options.data())
                    .hasMessageContaining("--data");
            assertThat(RunningSystem.find(first.options().data()))
                    .as("the first one goes on")
                    .isPresent();
        }
    }

    @Test
    void aPortInUseIsNamedWithWhatNeedsItAndTheWayOut() throws Exception {
        LocalOptions options = standIns(TWO);
        int taken = options.ports().of(Service.SHIPPING);
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalSystem.start(options))
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + ", which the shipping service needs")
                    .hasMessageContaining("--port-offset");
        }
    }

    @Test
    void aPortOfAServiceThatIsLeftOutMayBeInUse() throws Exception {
        LocalOptions options = standIns(Set.of());
        int taken = options.ports().of(Service.SHIPPING);
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress());
                LocalSystem system = LocalSystem.start(options)) {
            assertThat(system.url(Service.SHIPPING)).endsWith(":" + other.getLocalPort());
        }
    }

    @Test
    void dataOfAnotherFormatIsRefusedWithTheWayOut() throws IOException {
        Files.writeString(folder.resolve("format"), "0\n");
        assertThatThrownBy(() -> LocalSystem.start(
                        LocalOptions.in(folder).withPorts(Ports.free()).withServices(Set.of())))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("format 0")
                .hasMessageContaining("./counterstep reset");
    }

    @Test
    void aServiceThatCannotStartEndsTheOthersAndSaysWhy() {
        LocalOptions options = standIns(TWO).withMainClass(Service.PAYMENT, "no.such.Application");
        assertThatThrownBy(() -> LocalSystem.start(options))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("payment")
                .hasMessageContaining("--without payment");
        assertThat(Ports.isFree(options.ports().kafka())).isTrue();
        assertThat(Ports.isFree(options.ports().postgres())).isTrue();
        assertThat(Ports.isFree(options.ports().of(Service.SHIPPING))).isTrue();
    }

    @Test
    void separateServicesEndWhenTheirLauncherIsKilledAndTheNextStartGoesOn() throws Exception {
        LocalOptions options = standIns(TWO).withSeparate(true);
        List<ProcessHandle> services;
        try (Jvm launcher = Jvm.run(SystemToBeKilled.class, folder.toString())) {
            launcher.awaitLine("ready");
            services = launcher.descendants();
            assertThat(services).hasSize(TWO.size());
            launcher.kill();
        }
        for (ProcessHandle service : services) {
            service.onExit().get(20, TimeUnit.SECONDS);
        }
        try (LocalSystem system = LocalSystem.start(options)) {
            assertThat(databaseOf(system, Service.PAYMENT)).isEqualTo("payments");
        }
    }

    private LocalOptions standIns(Set<Service> services) {
        return standIns(folder, services);
    }

    static LocalOptions standIns(Path folder, Set<Service> services) {
        LocalOptions options = LocalOptions.in(folder.resolve("data"))
                .withPrograms(LocalOptions.sharedPrograms())
                .withPorts(Ports.free())
                .withDeleteData(true)
                .withServices(services);
        for (Service service : Service.values()) {
            options = options.withMainClass(service, StandInApplication.class.getName())
                    .withArguments(service, "--spring.flyway.enabled=false");
        }
        return options;
    }

    private static String databaseOf(LocalSystem system, Service service) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(system.url(service) + "/database"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
