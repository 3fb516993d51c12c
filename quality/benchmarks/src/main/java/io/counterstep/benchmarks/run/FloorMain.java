package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.floor.Floor;
import io.counterstep.benchmarks.floor.FloorPlan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Measures the floor in a process of its own; tells {@link Told} lines. */
final class FloorMain {

    private static final JsonMapper JSON = new JsonMapper();

    private FloorMain() {}

    static List<String> arguments(FloorPlan plan, Path folder, Duration warmUp, Duration measured) {
        return List.of(
                JSON.writeValueAsString(plan),
                folder.toString(),
                String.valueOf(warmUp.toMillis()),
                String.valueOf(measured.toMillis()));
    }

    public static void main(String[] arguments) {
        PrintStream told = System.out;
        System.setOut(System.err);
        Quiet.everywhere();
        Lifeline.exitWithStarter();
        int exit = 0;
        try (Floor floor = new Floor(
                Path.of(arguments[1]),
                Duration.ofMillis(Long.parseLong(arguments[2])),
                Duration.ofMillis(Long.parseLong(arguments[3])))) {
            told.println(Told.floor(floor.measure(JSON.readValue(arguments[0], FloorPlan.class)))
                    .line());
        } catch (Exception failed) {
            LoggerFactory.getLogger(FloorMain.class).error("The floor could not be measured", failed);
            told.println(Told.failed(failed.toString()).line());
            exit = 1;
        }
        told.flush();
        System.exit(exit);
    }
}
