package io.counterstep.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.benchmarks.ShortRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestateContenderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void theServerCanBeInstalled() throws Exception {
        try {
            RestateProgram.installed();
        } catch (RestateProgram.UnavailableException missing) {
            Assumptions.abort("Not measurable here: " + missing.getMessage());
        }
    }

    @Test
    void sagasOfStepsInsideOneHandlerEndAsPlannedAndNoProcessIsLeft() throws Exception {
        ShortRun.of(RestateContender::openSteps, folder);
    }

    @Test
    void sagasOfCallsToServicesEndAsPlannedAndNoProcessIsLeft() throws Exception {
        ShortRun.of(RestateContender::openCalls, folder);
    }

    @Test
    void theVersionsAreKnown() {
        assertThat(RestateContender.madeOf())
                .containsOnlyKeys("Restate server", "Restate SDK for Java")
                .doesNotContainValue("null");
    }
}
