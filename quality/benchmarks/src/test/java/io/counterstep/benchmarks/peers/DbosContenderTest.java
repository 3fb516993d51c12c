package io.counterstep.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.benchmarks.ShortRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbosContenderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void sagasEndAsPlannedAndNoProcessIsLeft() throws Exception {
        ShortRun.of(DbosContender::open, folder);
    }

    @Test
    void theVersionIsKnown() {
        assertThat(DbosContender.madeOf()).containsKey("DBOS Transact for Java").doesNotContainValue("");
    }
}
