package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.BrokerNode;
import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.chaos.cluster.Link;
import io.counterstep.chaos.cluster.Node;
import io.counterstep.chaos.cluster.ServiceNode;
import io.counterstep.fulfilment.local.Service;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Chooses the target of a fault, and knows how it is brought about there. Thread-safe. */
public final class Attacks {

    private static final List<Service> PARTICIPANTS =
            List.of(Service.ORDER, Service.PAYMENT, Service.INVENTORY, Service.SHIPPING);
    private static final List<Service> STEPS = List.of(Service.PAYMENT, Service.INVENTORY, Service.SHIPPING);
    private static final Duration LATE = Duration.ofMillis(100);
    private static final Duration IDLE_AT_MOST = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int MOST_WRONG_SECONDS = 20;

    private final Cluster cluster;
    private final Injector injector;

    /** Those of the beginning: which further ones there are at the moment does not depend on the seed. */
    private final List<ServiceNode> instances;

    public Attacks(Cluster cluster, Injector injector) {
        this.cluster = cluster;
        this.injector = injector;
        this.instances = cluster.services();
    }

    Attack draw(Fault fault, RandomGenerator random) {
        return switch (fault) {
            case KILL_INSTANCE -> new Kill(List.of(instance(random)));
            case KILL_SERVICE -> new Kill(cluster.services(any(List.of(Service.values()), random)));
            case KILL_ALL -> new Kill(cluster.services());
            case FREEZE_INSTANCE -> new Freeze(instance(random));
            case RESTART_SERVICE -> new RollingRestart(any(List.of(Service.values()), random), cluster);
            case LATE_COMMANDS -> new LateCommands(any(STEPS, random), cluster, injector);
            case SCALE -> new Scale(any(List.of(Service.values()), random), cluster);
            case KILL_BROKER -> new Kill(List.of(broker(random)));
            case KILL_CONTROLLER -> new Kill(List.of(controller(random)));
            case KILL_TWO_BROKERS -> {
                BrokerNode spared = broker(random);
                yield new Kill(cluster.brokers().stream()
                        .filter(it -> it.id() != spared.id())
                        .toList());
            }
            case FREEZE_BROKER -> new Freeze(broker(random));
            case KILL_DATABASE -> new Kill(List.of(cluster.database()));
            case FREEZE_DATABASE -> new Freeze(cluster.database());
            case END_CONNECTIONS -> new EndConnections(cluster.jdbcUrl(Service.ORCHESTRATOR));
            case LOCK_LEDGER -> {
                Service service = any(PARTICIPANTS, random);
                yield new LockLedger(service, cluster.jdbcUrl(service));
            }
            case DELAY_DATABASE -> new Disturb(instance(random).database(), it -> it.delay(LATE));
            case CUT_DATABASE -> new Disturb(instance(random).database(), Link::cut);
            case SILENT_DATABASE -> new Disturb(instance(random).database(), Link::goSilent);
            case LOST_ANSWERS -> new Disturb(instance(random).database(), Link::loseAnswers);
            case DELAY_BROKER -> new Disturb(broker(random).clients(), it -> it.delay(LATE));
            case CUT_BROKER -> new Disturb(broker(random).clients(), Link::cut);
            case SILENT_BROKER -> new Disturb(broker(random).clients(), Link::goSilent);
            case DUPLICATES -> new Duplicates(injector);
            case FORGERIES -> new Forgeries(injector, random.nextLong());
            case LOST_RECORDS -> new LostRecords(any(Topics.ALL, random), cluster.directBootstrapServers());
            case CLOCK ->
                new WrongClock(instance(random), wrongBy(random.nextInt(-MOST_WRONG_SECONDS, MOST_WRONG_SECONDS + 1)));
        };
    }

    /** A clock that is not wrong would be no fault. */
    private static Duration wrongBy(int seconds) {
        return Duration.ofSeconds(seconds == 0 ? MOST_WRONG_SECONDS : seconds);
    }

    private ServiceNode instance(RandomGenerator random) {
        return any(instances, random);
    }

    private BrokerNode broker(RandomGenerator random) {
        return any(cluster.brokers(), random);
    }

    /** Drawn in any case, so that what follows depends on the seed alone. */
    private BrokerNode controller(RandomGenerator random) {
        BrokerNode otherwise = broker(random);
        int leader = cluster.controllerId();
        return cluster.brokers().stream()
                .filter(it -> it.id() == leader)
                .findFirst()
                .orElse(otherwise);
    }

    private static <T> T any(List<? extends T> among, RandomGenerator random) {
        return among.get(random.nextInt(among.size()));
    }

    /** A proxy that disturbs what goes through it. */
    private record Disturb(Link link, Consumer<Link> how, long[] before) implements Attack {

        Disturb(Link link, Consumer<Link> how) {
            this(link, how, new long[1]);
        }

        @Override
        public String target() {
            return link.name();
        }

        @Override
        public String strike() {
            before[0] = link.disturbed();
            how.accept(link);
            return "";
        }

        /** A link that happens to be idle is disturbed until somebody uses it. */
        @Override
        public String heal() throws InterruptedException {
            long until = System.nanoTime() + IDLE_AT_MOST.toNanos();
            while (link.disturbed() == before[0] && System.nanoTime() < until) {
                Thread.sleep(LOOK_EVERY);
            }
            link.heal();
            long disturbed = link.disturbed() - before[0];
            if (disturbed == 0) {
                throw new IllegalStateException("nothing went through meanwhile");
            }
            return disturbed + " connections or transfers disturbed";
        }
    }

    /** An instance whose clock is wrong. */
    private record WrongClock(ServiceNode node, Duration offset) implements Attack {

        @Override
        public String target() {
            return node.name();
        }

        @Override
        public String strike() {
            node.clockOffset(offset);
            return "wrong by " + offset;
        }

        @Override
        public String heal() {
            node.clockOffset(Duration.ZERO);
            return "";
        }
    }

    /** Names of several nodes as one target. */
    static String names(List<? extends Node> nodes) {
        return String.join(", ", nodes.stream().map(Node::name).toList());
    }
}
