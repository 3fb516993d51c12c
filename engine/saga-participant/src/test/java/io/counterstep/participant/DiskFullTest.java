package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A disk of the database that is full: a small file system of its own, which takes root on Linux; skipped elsewhere. */
class DiskFullTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestDatabase database = new TestDatabase();
    private final JdbcTemplate jdbc = database.jdbc();
    private final Hotel hotel = new Hotel(jdbc);

    @BeforeEach
    void mountASmallDisk() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()))
                .as("SKIPPED, a full disk is not tried here: mounting a file system takes root")
                .isEmpty();
        Path space = Files.createDirectory(folder.resolve("space"));
        jdbc.execute("create tablespace small location '" + space + "'");
        jdbc.execute("alter table booking set tablespace small");
        jdbc.execute("create table ballast (id int, weight text) tablespace small");
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        run("umount", folder.toString());
    }

    @Test
    void nothingIsAnsweredOrPutAsideWhileTheDiskIsFullAndAllIsDoneOnceThereIsSpace() throws Exception {
        HotelLoop loop = new HotelLoop(hotel.handlers(), database.dataSource());
        assertThatThrownBy(this::fill).hasStackTraceContaining("No space left on device");

        assertThatThrownBy(() -> loop.take(List.of(HotelLoop.book(1), HotelLoop.book(2))))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("No space left on device");
        assertThat(loop.replies()).isEmpty();
        assertThat(loop.deadLetters()).as("a full disk poisons nothing").isEmpty();

        assertThat(run("mount", "-o", "remount,size=16m", folder.toString())).isEmpty();
        loop.take(List.of(HotelLoop.book(1), HotelLoop.book(2)));

        assertThat(loop.replies()).containsExactly("ROOM_BOOKED 1", "ROOM_BOOKED 2");
        assertThat(hotel.bookings()).containsExactly("1", "2");
    }

    private void fill() {
        for (int i = 0; i < 1_000; i++) {
            jdbc.update(
                    "insert into ballast select ?, string_agg(md5(n::text || ?), '') from generate_series(1, 60) n",
                    i,
                    i);
        }
    }

    /** Returns what it complained about; nothing if all went well. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? "" : said + " (" + process.exitValue() + ")";
    }
}
