package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.nemesis.Fault.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about one fault after the other, in two lanes at once: one for processes, one for what goes on between them. What is
 * drawn depends on the seed alone; when it happens depends on how long the system takes to be whole again. Thread-safe.
 */
public final class Nemesis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Nemesis.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration BEFORE_NEXT_ATTEMPT = Duration.ofSeconds(3);

    /** Longer than any fault lasts and any process takes to start. */
    private static final Duration LAST_HEALING = Duration.ofMinutes(4);

    private final Attacks attacks;
    private final Consumer<Blow> told;
    private final Queue<Blow> blows = new ConcurrentLinkedQueue<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<Thread> lanes = new ArrayList<>();

    /** @param told hears of each fault when it is over, from two threads */
    public Nemesis(Attacks attacks, List<Fault> faults, long seed, Consumer<Blow> told) {
        this.attacks = attacks;
        this.told = told;
        for (Lane lane : Lane.values()) {
            List<Fault> its = faults.stream().filter(it -> it.lane() == lane).toList();
            RandomGenerator random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom")
                    .create(seed * Lane.values().length + lane.ordinal());
            if (!its.isEmpty()) {
                lanes.add(Thread.ofPlatform()
                        .name("nemesis-" + lane)
                        .daemon()
                        .start(() -> rage(new Bag(its, random), random)));
            }
        }
    }

    private void rage(Bag bag, RandomGenerator random) {
        try {
            while (!over(between(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis(), random))) {
                Fault fault = bag.draw();
                Attack attack = attacks.draw(fault, random);
                long lasting = between(
                        TimeUnit.SECONDS.toMillis(fault.shortest()),
                        TimeUnit.SECONDS.toMillis(fault.longest()),
                        random);
                bringAbout(fault, attack, lasting);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries again, drawing nothing anew, while the other lane has its target: what comes later depends on the seed alone. */
    private void bringAbout(Fault fault, Attack attack, long millis) throws InterruptedException {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Blow blow = strike(fault, attack, millis);
            // What was cut short by the end may have had no time to show.
            if (blow.fired() || enough.getCount() > 0) {
                blows.add(blow);
                told.accept(blow);
            }
            if (blow.fired() || over(BEFORE_NEXT_ATTEMPT.toMillis())) {
                return;
            }
        }
    }

    private Blow strike(Fault fault, Attack attack, long millis) throws InterruptedException {
        Instant struck = Instant.now();
        boolean fired = false;
        String evidence;
        try {
            evidence = attack.strike();
            fired = true;
            over(millis);
        } catch (InterruptedException closing) {
            throw closing;
        } catch (Exception failed) {
            LOG.warn("{} of {} was not brought about", fault.label(), attack.target(), failed);
            evidence = failed.toString();
        }
        try {
            String seen = attack.heal();
            evidence = Stream.of(evidence, seen).filter(it -> !it.isEmpty()).collect(Collectors.joining("; "));
        } catch (InterruptedException closing) {
            throw closing;
        } catch (Exception failed) {
            LOG.warn("after {} {} is not whole again", fault.label(), attack.target(), failed);
            evidence += "; not healed: " + failed;
            fired = false;
        }
        return new Blow(fault, attack.target(), struck, Instant.now(), fired, evidence);
    }

    private boolean over(long millis) throws InterruptedException {
        return enough.await(millis, TimeUnit.MILLISECONDS);
    }

    private static long between(long least, long most, RandomGenerator random) {
        return least == most ? least : random.nextLong(least, most);
    }

    /** No more faults; returns when those that are there have been healed. */
    public void rest() throws InterruptedException {
        enough.countDown();
        for (Thread lane : lanes) {
            if (!lane.join(LAST_HEALING)) {
                throw new IllegalStateException(lane.getName() + " does not come to an end");
            }
        }
    }

    /** What came about so far, by the time it was over. */
    public List<Blow> blows() {
        return List.copyOf(blows);
    }

    /** Whether each of these has been brought about. */
    public boolean haveFired(List<Fault> faults) {
        return faults.stream().allMatch(fault -> blows.stream().anyMatch(it -> it.fired() && it.fault() == fault));
    }

    @Override
    public void close() {
        enough.countDown();
        lanes.forEach(Thread::interrupt);
    }
}
