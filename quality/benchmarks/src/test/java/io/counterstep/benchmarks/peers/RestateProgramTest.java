package io.counterstep.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestateProgramTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path cache;

    @Test
    void withoutNpmTheErrorSaysWhatToInstallAndNothingIsLeft() {
        assertThatThrownBy(() -> RestateProgram.in(cache, "no-such-npm"))
                .isInstanceOf(RestateProgram.UnavailableException.class)
                .hasMessageContaining("Install Node.js with npm");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void anInstallationThatFailsIsNotTakenForOne() {
        assertThatThrownBy(() -> RestateProgram.in(cache, "false"))
                .isInstanceOf(RestateProgram.UnavailableException.class)
                .hasMessageContaining("failed with status 1");
        assertThat(cache).isEmptyDirectory();
    }
}
