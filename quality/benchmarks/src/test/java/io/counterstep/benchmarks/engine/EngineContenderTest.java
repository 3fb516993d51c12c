package io.counterstep.benchmarks.engine;

import io.counterstep.benchmarks.ShortRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineContenderTest {

    @TempDir
    Path folder;

    @Test
    void sagasEndAsPlannedAndNoProcessIsLeft() throws Exception {
        ShortRun.of(EngineContender::open, folder);
    }
}
