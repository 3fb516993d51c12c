package io.counterstep.fulfilment.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} as a process of its own, with Kafka and PostgreSQL alone. */
class UpCommandTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aSignalEndsEverythingAndResetThenDeletesTheData() throws Exception {
        Path data = folder.resolve("data");
        try (Jvm up = Jvm.run(UpMain.class, arguments(data))) {
            up.awaitLine("Ready in");
            assertThat(RunningSystem.find(data)).isPresent();
            assertThat(serverOf(data)).isPresent();

            try (Jvm second = Jvm.run(UpMain.class, arguments(data))) {
                second.awaitLine("already runs in " + data);
            }
            try (Jvm reset = Jvm.run(UpMain.class, "reset", "--yes", "--data", data.toString())) {
                reset.awaitLine("already runs in " + data);
            }
            assertThat(RunningSystem.find(data)).as("the first one goes on").isPresent();

            assertThat(up.terminate()).isEqualTo(TERMINATED);
            up.awaitLine("Stopped in");
        }
        assertThat(data.resolve("running.json")).doesNotExist();
        assertThat(data.resolve("postgresql/postmaster.pid")).doesNotExist();

        try (Jvm reset = Jvm.run(UpMain.class, "reset", "--yes", "--data", data.toString())) {
            reset.awaitLine("Deleted");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aFolderThatUpDidNotMakeIsNotDeleted() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "keep");
        try (Jvm reset = Jvm.run(UpMain.class, "reset", "--yes", "--data", folder.toString())) {
            reset.awaitLine("was not made by './counterstep up'");
        }
        assertThat(precious).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedWithTheWayOut() throws Exception {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        try (Jvm up = Jvm.run(UpMain.class, arguments(notAFolder.resolve("data")))) {
            up.awaitLine("Cannot write to");
            up.awaitLine("--data DIR");
        }
    }

    private static java.util.Optional<ProcessHandle> serverOf(Path data) throws Exception {
        Path postgresql = data.resolve("postgresql").toRealPath();
        return RunningPostgres.serverNamedBy(postgresql.resolve("postmaster.pid"), postgresql);
    }

    private static String[] arguments(Path data) {
        int offset = Ports.free().kafka() - Ports.offsetBy(0).kafka();
        List<String> arguments =
                new ArrayList<>(List.of("up", "--data", data.toString(), "--port-offset", Integer.toString(offset)));
        for (Service service : Service.values()) {
            arguments.addAll(List.of("--without", service.label()));
        }
        return arguments.toArray(String[]::new);
    }
}
