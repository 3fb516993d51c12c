package io.counterstep.fulfilment.local.cli;

import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Benchmarks;
import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.fulfilment.local.bench.Workload;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = Table.WIDTH,
        description = {
            "Measure how fast it is: keep sagas outstanding, three of ten failing, each of these at another step.",
            "Every system is started fresh in a temporary folder and in processes of its own, one at a time; the rounds"
                    + " take turns.",
            "Ends with 1 if a saga did not end, or ended otherwise than it should."
        })
final class BenchCommand implements Callable<Integer> {

    /** What it would be told in vain. */
    private static final List<String> NOT_FOR_THE_CONSOLE =
            List.of("--workload", "--outstanding", "--runs", "--peers", "--floor", "--out", "--docs");

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            split = ",",
            converter = WorkloadConverter.class,
            description = "engine, fulfilment-http or fulfilment-events; repeatable (default: all).")
    private List<Workload> workloads = new ArrayList<>();

    @Option(
            names = "--outstanding",
            paramLabel = "K",
            split = ",",
            defaultValue = "1,64,512,8192",
            description = "Sagas kept outstanding; repeatable (default: ${DEFAULT-VALUE}).")
    private List<Integer> outstanding = new ArrayList<>();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = "Seconds under load in each process before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp = 30;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "How long to measure each number outstanding (default: ${DEFAULT-VALUE}).")
    private int seconds = 8;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds over all systems (default: ${DEFAULT-VALUE}).")
    private int runs = 1;

    @Option(names = "--peers", description = "Run the engine workload on Restate and DBOS Transact as well.")
    private boolean peers;

    @Option(names = "--floor", description = "Measure bare Kafka and bare SQL doing as much, as the limit.")
    private boolean floor;

    @Option(
            names = "--finished",
            paramLabel = "N",
            description = "Then store N finished sagas in the engine's database and measure again (default: 0).")
    private int finished;

    @Option(
            names = "--active",
            paramLabel = "N",
            description = "The same with N sagas that wait for an answer which never comes (default: 0).")
    private int active;

    @Option(
            names = "--console",
            description = "Measure the console instead: how long its pages take under load, and what its streams cost;"
                    + " takes --finished, --active, --rate, --warm-up, --seconds and --json.")
    private boolean console;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Orders that begin each second while the console is measured (default: ${DEFAULT-VALUE}).")
    private int rate = ConsoleSettings.DEFAULT_PER_SECOND;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Option(names = "--out", paramLabel = "DIR", description = "Write results.json and charts there.")
    private @Nullable Path out;

    @Option(names = "--docs", paramLabel = "FILE", description = "Replace the figures in that document; needs --out.")
    private @Nullable Path docs;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    static final class WorkloadConverter implements ITypeConverter<Workload> {
        @Override
        public Workload convert(String label) {
            return Workload.of(label);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        refuseWhatIsNotMeant();
        Measuring measuring = measuring();
        Benchmarks benchmarks = ServiceLoader.load(Benchmarks.class)
                .findFirst()
                .orElseThrow(() -> new CliFailure(
                        ExitCode.REFUSED, "the benchmarks are not on the class path: run ./counterstep bench", null));
        PrintStream standardOut = System.out;
        System.setOut(System.err); // what libraries print must not get into the result
        try {
            boolean done = measuring.by(
                    benchmarks, spec.commandLine().getOut(), spec.commandLine().getErr());
            return done ? ExitCode.OK : ExitCode.REFUSED;
        } finally {
            System.setOut(standardOut);
        }
    }

    /** What is to be measured, once everything that was asked for is known to be in its bounds. */
    @FunctionalInterface
    private interface Measuring {
        boolean by(Benchmarks benchmarks, PrintWriter out, PrintWriter err) throws InterruptedException;
    }

    private Measuring measuring() {
        if (console) {
            ConsoleSettings settings = consoleSettings();
            return (benchmarks, out, err) -> benchmarks.run(settings, out, err);
        }
        BenchSettings settings = settings();
        return (benchmarks, out, err) -> benchmarks.run(settings, out, err);
    }

    private void refuseWhatIsNotMeant() {
        for (String option : console ? NOT_FOR_THE_CONSOLE : List.of("--rate")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw CliFailure.usage(option + (console ? " does not go with --console" : " needs --console"), null);
            }
        }
    }

    private ConsoleSettings consoleSettings() {
        try {
            return new ConsoleSettings(
                    new Stored(finished, active), rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), json);
        } catch (IllegalArgumentException outOfBounds) {
            throw CliFailure.usage(String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }

    private BenchSettings settings() {
        try {
            return new BenchSettings(
                    workloads.isEmpty() ? List.of(Workload.values()) : workloads,
                    outstanding,
                    Duration.ofSeconds(warmUp),
                    Duration.ofSeconds(seconds),
                    runs,
                    peers,
                    floor,
                    new Stored(finished, active),
                    json,
                    out,
                    docs);
        } catch (IllegalArgumentException outOfBounds) {
            throw CliFailure.usage(String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }
}
