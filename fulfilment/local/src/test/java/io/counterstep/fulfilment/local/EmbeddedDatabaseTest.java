package io.counterstep.fulfilment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    private static final List<String> DATABASES = List.of("orders", "payments");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whatWasCommittedIsThereWhenTheServerStartsOnTheSameData() throws SQLException {
        try (EmbeddedDatabase database = start()) {
            execute(database, "create table note (text text)");
            execute(database, "insert into note values ('kept')");
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "select text from note")).containsExactly("kept");
        }
    }

    @Test
    void aServerThatOutlivedItsKilledJvmIsStoppedAndItsDataKept() throws Exception {
        int port = Ports.free().postgres();
        try (Jvm killed = Jvm.run(DatabaseToBeKilled.class, folder.toString(), Integer.toString(port))) {
            killed.awaitLine("ready");
            killed.kill();
        }
        long leftOver = Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
        assertThat(ProcessHandle.of(leftOver)).as("the server outlives kill -9").isPresent();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(places(folder), port, DATABASES)) {
            // A process that ended but was not yet buried by its parent counts as alive, but has no command.
            assertThat(ProcessHandle.of(leftOver).flatMap(it -> it.info().command()))
                    .isEmpty();
            assertThat(query(database, "select 'answers'")).containsExactly("answers");
        }
    }

    @Test
    void aPidFileOfADeadServerDoesNotPreventTheStart() throws Exception {
        start().close();
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        writePidFile(dead.pid());
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "select 'answers'")).containsExactly("answers");
        }
    }

    @Test
    void aProcessThatGotTheNumberOfADeadServerIsLeftAlone() throws Exception {
        start().close();
        Process bystander = new ProcessBuilder("sleep", "60").start();
        try {
            writePidFile(bystander.pid());
            try (EmbeddedDatabase database = start()) {
                assertThat(query(database, "select 'answers'")).containsExactly("answers");
            }
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroy();
        }
    }

    @Test
    void commitsAreOnDiskAndTheServerListensOnTheLoopbackAddressOnly() throws SQLException {
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, """
                            select name || '=' || setting from pg_settings
                            where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories')
                            order by name
                            """))
                    .containsExactly(
                            "fsync=on",
                            "listen_addresses=127.0.0.1",
                            "synchronous_commit=on",
                            "unix_socket_directories=");
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsRefusedWithTheWayOut() throws Exception {
        Path data = Files.createDirectories(places(folder).data());
        Files.writeString(data.resolve("PG_VERSION"), "14\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("PostgreSQL 14")
                .hasMessageContaining("./counterstep reset");
        assertThat(data.resolve("PG_VERSION")).as("untouched").hasContent("14");
    }

    @Test
    void anInitializationThatWasCutShortIsDoneAgain() throws Exception {
        Path data = Files.createDirectories(places(folder).data());
        Files.writeString(data.resolve("PG_VERSION"), PostgresBinaries.MAJOR_VERSION);
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "select 'answers'")).containsExactly("answers");
        }
    }

    static EmbeddedDatabase.Places places(Path folder) {
        return new EmbeddedDatabase.Places(
                folder.resolve("data"), LocalOptions.sharedPrograms(), folder.resolve("postgresql.log"));
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(places(folder), Ports.free().postgres(), DATABASES);
    }

    private Path pidFile() {
        return places(folder).data().resolve("postmaster.pid");
    }

    private void writePidFile(long pid) throws Exception {
        Files.writeString(pidFile(), pid + "\n" + places(folder).data() + "\n1\n5433\n\n127.0.0.1\n\nready\n");
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl("orders"), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }
}
