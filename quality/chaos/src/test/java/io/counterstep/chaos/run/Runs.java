package io.counterstep.chaos.run;

import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Runs of chaos as the command line makes them. */
final class Runs {

    private Runs() {}

    /** @param said the report, also when it was not passed */
    record Outcome(boolean passed, String said) {}

    static Outcome run(Duration time, long seed, int rate, List<String> faults, List<String> without)
            throws InterruptedException {
        StringWriter said = new StringWriter();
        PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        boolean passed = new ChaosRunner()
                .run(
                        new ChaosSettings(time, seed, rate, faults, without, false, null, null, null),
                        new PrintWriter(said),
                        progress);
        progress.println(said);
        return new Outcome(passed, said.toString());
    }
}
