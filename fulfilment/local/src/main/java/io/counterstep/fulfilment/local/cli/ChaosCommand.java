package io.counterstep.fulfilment.local.cli;

import io.counterstep.fulfilment.local.chaos.Chaos;
import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = Table.WIDTH,
        description = {
            "Break it on purpose: three brokers, PostgreSQL and two processes of each service, in a temporary folder; orders"
                    + " all the time; faults drawn from the seed. When all is healed, every service and topic is checked.",
            "Ends with 1 if anything was lost, done twice or left half done, if no order got through, or if a kind of"
                    + " fault was not brought about."
        },
        footer = {
            "",
            "Faults: kill-instance, kill-service, kill-all, freeze-instance, restart-service, scale,",
            "late-commands, clock, kill-broker, kill-controller, kill-two-brokers, freeze-broker,",
            "kill-database, freeze-database,",
            "end-connections, lock-ledger, delay-database, cut-database, silent-database, lost-answers,",
            "delay-broker, cut-broker, silent-broker, duplicates, forgeries, lost-records",
            "Guards: ledger, tombstone, confirmation, publish-first, checks"
        })
final class ChaosCommand implements Callable<Integer> {

    private static final int READABLE_SEEDS = 1_000_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long faults are brought about (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--seed", paramLabel = "S", description = "What faults and orders are drawn from (default: any).")
    private @Nullable Long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "25",
            description = "Orders a second (default: ${DEFAULT-VALUE}).")
    private int rate = 25;

    @Option(
            names = "--faults",
            paramLabel = "NAME",
            split = ",",
            description = "Only these kinds of faults; repeatable (default: all).")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "GUARD",
            split = ",",
            description = "Take a guard out of the services, to see it caught.")
    private List<String> without = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the report to seed-S.json there.")
    private @Nullable Path out;

    @Option(
            names = "--docs",
            paramLabel = "FILE",
            description = "Replace the table of runs in that document by those in --out.")
    private @Nullable Path docs;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep data and logs there (default: only if something is wrong).")
    private @Nullable Path keep;

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ChaosSettings settings = settings();
        Chaos chaos = ServiceLoader.load(Chaos.class)
                .findFirst()
                .orElseThrow(() -> new CliFailure(
                        ExitCode.REFUSED, "chaos is not on the class path: run ./counterstep chaos", null));
        PrintStream standardOut = System.out;
        System.setOut(System.err); // what libraries print must not get into the report
        try {
            boolean held = chaos.run(
                    settings, spec.commandLine().getOut(), spec.commandLine().getErr());
            return held ? ExitCode.OK : ExitCode.REFUSED;
        } catch (IllegalArgumentException unknown) {
            throw CliFailure.usage(String.valueOf(unknown.getMessage()), unknown);
        } finally {
            System.setOut(standardOut);
        }
    }

    private ChaosSettings settings() {
        try {
            return new ChaosSettings(
                    Duration.ofSeconds(seconds),
                    seed == null ? ThreadLocalRandom.current().nextInt(1, READABLE_SEEDS) : seed,
                    rate,
                    faults,
                    without,
                    json,
                    out,
                    docs,
                    keep);
        } catch (IllegalArgumentException outOfBounds) {
            throw CliFailure.usage(String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }
}
