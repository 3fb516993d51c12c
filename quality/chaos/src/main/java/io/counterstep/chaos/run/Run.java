package io.counterstep.chaos.run;

import io.counterstep.chaos.check.Checker;
import io.counterstep.chaos.check.Recording;
import io.counterstep.chaos.check.Tape;
import io.counterstep.chaos.check.Verdict;
import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.chaos.cluster.ClusterOptions;
import io.counterstep.chaos.cluster.Node;
import io.counterstep.chaos.load.Customers;
import io.counterstep.chaos.nemesis.Attacks;
import io.counterstep.chaos.nemesis.Blow;
import io.counterstep.chaos.nemesis.Fault;
import io.counterstep.chaos.nemesis.Injector;
import io.counterstep.chaos.nemesis.Nemesis;
import io.counterstep.chaos.sabotage.Guard;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** One run: a fresh system, orders and faults for the time asked for, healing, rest, check. Used once, by one thread. */
final class Run {

    /** Orders go through undisturbed for so long, so that caches and sessions are those of a running system. */
    private static final Duration BEFORE_FAULTS = Duration.ofSeconds(8);

    /** An order that was announced in vain is announced again before. */
    private static final Duration REST_WITHIN = Duration.ofMinutes(3);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGER_AT_MOST = Duration.ofMinutes(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final ChaosSettings settings;
    private final List<Fault> faults;
    private final Set<Guard> without;
    private final Consumer<String> progress;

    Run(ChaosSettings settings, List<Fault> faults, Set<Guard> without, Consumer<String> progress) {
        this.settings = settings;
        this.faults = faults;
        this.without = without;
        this.progress = progress;
    }

    Report report() throws IOException, InterruptedException {
        Path folder = folder();
        progress.accept("%s (%s and about %d minutes more; data and logs: %s)"
                .formatted(
                        settings.command(),
                        "%d s of faults".formatted(settings.time().toSeconds()),
                        2,
                        folder));
        RunLogging.to(folder.resolve("logs"));
        Report report;
        try (Cluster cluster = Cluster.start(new ClusterOptions(folder, without, 2, progress))) {
            report = disturb(cluster);
        }
        if (report.passed() && settings.keep() == null) {
            FileSystemUtils.deleteRecursively(folder);
        } else {
            progress.accept("Data and logs are kept in " + folder);
        }
        return report;
    }

    private Path folder() throws IOException {
        if (settings.keep() == null) {
            return Files.createTempDirectory("counterstep-chaos-");
        }
        Path folder = Files.createDirectories(settings.keep().toAbsolutePath());
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new IOException(folder + " is not empty: a run needs a folder of its own");
            }
        }
        return folder;
    }

    private Report disturb(Cluster cluster) throws InterruptedException {
        Instant begun = Instant.now();
        try (Tape tape = Tape.start(cluster.directBootstrapServers());
                Injector injector = new Injector(cluster.directBootstrapServers(), settings.seed());
                Customers customers =
                        new Customers(cluster.services(Service.ORDER), settings.rate(), settings.seed())) {
            Thread.sleep(BEFORE_FAULTS);
            List<Blow> blows;
            List<String> troubles = new ArrayList<>();
            try (Nemesis nemesis =
                    new Nemesis(new Attacks(cluster, injector), faults, settings.seed(), blow -> tell(begun, blow))) {
                rage(customers, nemesis, cluster);
                progress.accept("Healing ...");
                heal(nemesis, troubles);
                blows = nemesis.blows();
            }
            Instant healed = Instant.now();
            List<String> down = Stream.concat(cluster.brokers().stream(), cluster.services().stream())
                    .filter(it -> !it.isUp())
                    .map(Node::name)
                    .toList();
            if (!down.isEmpty()) {
                troubles.add("after all was healed there did not run: " + String.join(", ", down));
            }
            customers.closeShop();
            @Nullable Rest unrest = awaitRest(cluster, healed);
            double settled = Duration.between(healed, Instant.now()).toMillis() / 1e3;
            progress.accept("Checking ...");
            Recording recording = tape.stopAtEnd();
            Checker checker = new Checker(
                    cluster::jdbcUrl,
                    service -> cluster.services(service).getFirst().url(),
                    recording);
            Verdict verdict = check(checker, customers, blows, troubles);
            return Reports.of(settings, faults, begun, customers, blows, settled, troubles, unrest, verdict, recording);
        }
    }

    /** A run that cannot be healed or checked has failed, and its report says what was seen until then. */
    private static void heal(Nemesis nemesis, List<String> troubles) throws InterruptedException {
        try {
            nemesis.rest();
        } catch (IllegalStateException unhealed) {
            LOG.error("not all was healed", unhealed);
            troubles.add("not all was healed: " + unhealed.getMessage());
        }
    }

    private static Verdict check(Checker checker, Customers customers, List<Blow> blows, List<String> troubles) {
        try {
            return checker.check(customers.accepted(), Reports.spans(blows));
        } catch (RuntimeException failed) {
            LOG.error("the check failed", failed);
            troubles.add("it could not be checked: " + failed);
            return Verdict.NONE;
        }
    }

    /** What was asked for by name comes about, if it takes a little longer. */
    private void rage(Customers customers, Nemesis nemesis, Cluster cluster) throws InterruptedException {
        List<Fault> asked = settings.faults().isEmpty() ? List.of() : faults;
        long end = System.nanoTime() + settings.time().toNanos();
        long tellAt = System.nanoTime() + TELL_EVERY.toNanos();
        while (System.nanoTime() < end
                || (!nemesis.haveFired(asked) && System.nanoTime() < end + LONGER_AT_MOST.toNanos())) {
            Thread.sleep(LOOK_EVERY);
            if (System.nanoTime() >= tellAt) {
                tellAt += TELL_EVERY.toNanos();
                progress.accept("%4d s left: %,d orders wanted, %,d accepted%s, %d faults"
                        .formatted(
                                Math.max(
                                        0,
                                        Duration.ofNanos(end - System.nanoTime())
                                                .toSeconds()),
                                customers.wanted(),
                                customers.accepted().size(),
                                ended(cluster),
                                nemesis.blows().size()));
            }
        }
    }

    private static String ended(Cluster cluster) {
        try {
            return ", %,d ended".formatted(Rest.of(cluster).ended());
        } catch (SQLException databaseAway) {
            return " (PostgreSQL is away)";
        }
    }

    private void tell(Instant begun, Blow blow) {
        progress.accept("%6.1f s  %-17s %s: %s"
                .formatted(
                        Duration.between(begun, blow.struck()).toMillis() / 1e3,
                        blow.fault().label(),
                        blow.target(),
                        blow.fired() ? blow.evidence() : "NOT BROUGHT ABOUT: " + blow.evidence()));
    }

    /** @return what is left when the time is over; null if nothing is */
    private @Nullable Rest awaitRest(Cluster cluster, Instant healed) throws InterruptedException {
        Rest rest = new Rest(0, Long.MAX_VALUE, Long.MAX_VALUE);
        while (Duration.between(healed, Instant.now()).compareTo(REST_WITHIN) < 0) {
            try {
                rest = Rest.of(cluster);
                if (rest.isReached()) {
                    return null;
                }
            } catch (SQLException databaseAway) {
                progress.accept("PostgreSQL does not answer: " + databaseAway.getMessage());
            }
            Thread.sleep(LOOK_EVERY);
        }
        return rest;
    }
}
