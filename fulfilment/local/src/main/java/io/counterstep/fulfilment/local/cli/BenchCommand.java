package io.counterstep.fulfilment.local.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.counterstep.fulfilment.local.bench.Load;
import io.counterstep.fulfilment.local.bench.LoadFailure;
import io.counterstep.fulfilment.local.bench.LoadPlan;
import io.counterstep.fulfilment.local.bench.LoadReport;
import io.counterstep.fulfilment.local.bench.RunningSystem;
import io.counterstep.fulfilment.local.bench.SystemUnderTest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        description = {
            "Put the system under load: keep orders outstanding over HTTP, and measure each from its POST until its"
                    + " final event is received from Kafka.",
            "If no system runs, one is started in a temporary folder and stopped afterwards.",
            "Ends with 1 if nothing completed, if an accepted order did not end, or if an order read back afterwards"
                    + " is not as its event told."
        })
final class BenchCommand extends ClientCommand {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "Seconds before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp = 60;

    @Option(
            names = "--outstanding",
            paramLabel = "K",
            defaultValue = "512",
            description = "Orders kept outstanding (default: ${DEFAULT-VALUE}).")
    private int outstanding = 512;

    @Option(
            names = "--failing",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "How many orders must fail: payment, stock and shipping in turn (default: ${DEFAULT-VALUE}).")
    private int failing;

    private final SystemUnderTest.@Nullable Starter ownSystem;

    /** @param ownSystem starts a system when none runs; null if that cannot be done */
    BenchCommand(SystemUnderTest.@Nullable Starter ownSystem) {
        this.ownSystem = ownSystem;
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = plan();
        PrintStream standardOut = System.out;
        System.setOut(System.err); // logs of a system in this process must not get into the report
        try {
            LoadReport report = connectOrStart(plan);
            BenchReport text = new BenchReport(report, palette());
            if (json()) {
                print(text.json());
            } else {
                text.lines().forEach(out()::println);
                out().flush();
            }
            return report.isSound() ? ExitCode.OK : ExitCode.REFUSED;
        } catch (LoadFailure failure) {
            throw new CliFailure(ExitCode.REFUSED, String.valueOf(failure.getMessage()), failure);
        } finally {
            System.setOut(standardOut);
        }
    }

    private LoadPlan plan() {
        try {
            return new LoadPlan(
                    outstanding,
                    failing,
                    Duration.ofSeconds(warmUp),
                    Duration.ofSeconds(seconds),
                    LoadPlan.DEFAULT_DRAIN);
        } catch (IllegalArgumentException outOfBounds) {
            throw CliFailure.usage(String.valueOf(outOfBounds.getMessage()), outOfBounds);
        }
    }

    private LoadReport connectOrStart(LoadPlan plan) throws IOException {
        Endpoints system = connection().endpoints();
        try {
            api().get(system, system.order(), "/orders?limit=1");
        } catch (Unreachable nothingRuns) {
            if (ownSystem == null || connection().isExplicit()) {
                throw nothingRuns;
            }
            return onOwnSystem(ownSystem, plan);
        }
        return run(new RunningSystem(system.order(), system.bootstrapServers()), plan);
    }

    private LoadReport onOwnSystem(SystemUnderTest.Starter starter, LoadPlan plan) throws IOException {
        err().println("nothing runs: starting a system of its own for the time");
        Path directory = Files.createTempDirectory("counterstep-bench");
        try (SystemUnderTest own = starter.start(directory)) {
            return run(own, plan);
        } finally {
            delete(directory);
        }
    }

    private LoadReport run(SystemUnderTest system, LoadPlan plan) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
            logback.getLogger("org.apache.kafka")
                    .setLevel(Level.ERROR); // a silent broker is reported once, by the load
        }
        return Load.run(system, plan, progress());
    }

    private Consumer<Load.Progress> progress() {
        if (!Ansi.AUTO.enabled()) {
            return progress -> {};
        }
        return progress -> {
            err().print("\r\u001b[K%-9s %3d s  %s sagas/s, %d outstanding"
                    .formatted(
                            progress.phase(),
                            progress.elapsed().toSeconds(),
                            Texts.number(progress.endedInLastSecond()),
                            progress.outstanding()));
            if (progress.elapsed().compareTo(Duration.ofSeconds(warmUp + (long) seconds)) >= 0) {
                err().print("\r\u001b[K");
            }
            err().flush();
        };
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
