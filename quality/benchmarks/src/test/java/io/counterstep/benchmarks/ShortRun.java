package io.counterstep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A few seconds of load, and a look whether all ended as it should. */
public final class ShortRun {

    private static final int OUTSTANDING = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration TIME = Duration.ofSeconds(2);

    private ShortRun() {}

    /** The loop itself fails if a saga does not end, or ends otherwise than planned. */
    public static void of(Contender.Opener opener, Path folder) throws Exception {
        ClosedLoop loop = new ClosedLoop(1);
        List<ProcessHandle> processes;
        try (Contender contender = opener.open(folder, loop)) {
            processes = contender.processes();
            assertThat(processes).isNotEmpty().allMatch(ProcessHandle::isAlive);
            assertThat(contender.data())
                    .isNotEmpty()
                    .allSatisfy(data -> assertThat(data).isNotEmptyDirectory());
            assertThat(loop.run(contender, OUTSTANDING, WARM_UP, TIME, NO_EDGES).ended())
                    .isPositive();
        }
        assertThat(processes).noneMatch(ShortRun::works);
    }

    private static boolean works(ProcessHandle process) {
        // A process that ended but was not yet buried by its parent counts as alive, but has no command.
        return process.info().command().isPresent();
    }

    public static final ClosedLoop.Edges NO_EDGES = new ClosedLoop.Edges() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };
}
