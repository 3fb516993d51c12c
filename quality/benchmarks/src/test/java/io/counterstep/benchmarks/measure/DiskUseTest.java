package io.counterstep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {

    @Test
    void allFilesCountButTheLogThatPostgresRecycles(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("base/1"));
        Files.createDirectories(folder.resolve("pg_wal"));
        Files.writeString(folder.resolve("base/1/table"), "12345");
        Files.writeString(folder.resolve("pg_wal/segment"), "12345678");
        Files.writeString(folder.resolve("top"), "1");

        assertThat(DiskUse.bytes(List.of(folder))).isEqualTo(6);
        assertThat(DiskUse.bytes(List.of(folder.resolve("missing")))).isZero();
    }
}
