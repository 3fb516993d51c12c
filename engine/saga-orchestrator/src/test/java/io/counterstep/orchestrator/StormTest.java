package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many sagas stall on a participant that is dead; it returns, having lost everything, and is not stampeded. */
class StormTest {

    private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);

    private static final int SAGAS = 15_000;
    private static final int FIRST_RATE = 200;
    private static final int RATE = 1_000;
    private static final int MAX_IN_FLIGHT = 300;
    private static final int STARTS_EACH_STEP = 150;
    private static final int CALM_STEPS = 50;
    private static final int DEAD_STEPS = 120;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final RecoverySettings SETTINGS =
            new RecoverySettings(100, Duration.ofSeconds(5), FIRST_RATE, RATE, MAX_IN_FLIGHT);

    private final Desk desk = new Desk();
    private final List<Instant> offered = new ArrayList<>();
    private final List<String> paid = new ArrayList<>();
    private final List<Long> calm = new ArrayList<>();
    private final List<Long> stormy = new ArrayList<>();
    private int started;
    private int strolls;

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void fifteenThousandStalledSagasComeBackAtTheRateTheOldestFirstWhileOthersGoOn() {
        desk.runs(Purchase.first(), Stroll.definition());
        desk.recovers(SETTINGS);
        for (int i = 0; i < CALM_STEPS; i++) {
            step(calm, false);
        }
        while (started < SAGAS) {
            start();
            step(stormy, false);
        }
        for (int i = 0; i < DEAD_STEPS; i++) {
            step(stormy, false);
        }
        Gate.View bank = desk.gates().view(Kind.PARTICIPANT, "bank");
        assertThat(bank.state()).isEqualTo(State.TRIPPED);
        assertThat(bank.held()).isBetween(SAGAS - 1L, (long) SAGAS);
        assertThat(unfinished("COMPENSATING")).as("timed out").isZero();

        Instant back = desk.now();
        offered.clear();
        paid.clear();
        for (int i = 0; desk.gates().view(Kind.PARTICIPANT, "bank").state() != State.FLOWING; i++) {
            assertThat(i).as("steps of recovery").isLessThan(10 * SAGAS / RATE * 10);
            step(stormy, true);
            assertThat(desk.gates().view(Kind.PARTICIPANT, "bank").inFlight()).isLessThanOrEqualTo(MAX_IN_FLIGHT);
        }
        Duration took = Duration.between(back, desk.now());

        int most = mostInASecond();
        LOG.info(
                "{} sagas came back in {} s of virtual time, offered at most {} a second (rate {}); another saga's two"
                        + " messages took p50 {} us, p99 {} us before the storm and p50 {} us, p99 {} us in it",
                SAGAS,
                took.toSeconds(),
                most,
                RATE,
                percentile(calm, 50),
                percentile(calm, 99),
                percentile(stormy, 50),
                percentile(stormy, 99));
        assertThat(most).isLessThanOrEqualTo(RATE);
        assertThat(paid.size()).isGreaterThanOrEqualTo(SAGAS - 1);
        List<String> afterTheProbe = paid.subList(1, paid.size());
        assertThat(afterTheProbe).isSorted();
        assertThat(took).isLessThan(Duration.ofSeconds(2L * SAGAS / RATE));
    }

    /** Someone whistles and the dog walks; the bank answers what it was told one step before, if it lives. */
    private void step(List<Long> took, boolean bankLives) {
        desk.pass(STEP);
        stroll(took);
        while (desk.checks(500).tick() == 500) {
            assertThat(started).isPositive();
        }
        desk.recovery().tick();
        List<String> payments = desk.said().stream()
                .filter(it -> it.startsWith("PAY "))
                .map(it -> it.substring("PAY ".length()))
                .toList();
        payments.forEach(it -> offered.add(desk.now()));
        paid.addAll(payments);
        desk.forgetWhatWasSaid();
        if (bankLives && !payments.isEmpty()) {
            desk.pass(Duration.ofMillis(1));
            desk.loop().onMessage(payments.stream().map(desk::paid).toList());
            desk.pass(Duration.ofMillis(-1));
        }
    }

    private void stroll(List<Long> took) {
        String key = "rex" + strolls++;
        long start = System.nanoTime();
        desk.take(desk.record("dog-events", "WHISTLED", key, null, ""));
        desk.take(desk.record("dog-events", "WALKED", key, null, ""));
        took.add((System.nanoTime() - start) / 1_000);
        assertThat(desk.said()).contains("WALK " + key, "REST " + key);
        desk.take(desk.record("dog-events", "RESTED", key, null, ""));
    }

    private void start() {
        List<ConsumerRecord<byte[], byte[]>> batch = IntStream.range(started, started + STARTS_EACH_STEP)
                .mapToObj(i -> desk.ordered("k%05d".formatted(i)))
                .toList();
        started += STARTS_EACH_STEP;
        desk.loop().onMessage(batch);
    }

    /** In any second, wherever it begins. */
    private int mostInASecond() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < offered.size(); last++) {
            while (!offered.get(last).isBefore(offered.get(first).plusSeconds(1))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private int unfinished(String state) {
        Integer sagas = desk.jdbc.queryForObject(
                "select count(*) from saga where definition = 'purchase' and state = ?", Integer.class, state);
        return sagas == null ? 0 : sagas;
    }

    private static long percentile(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * percent / 100];
    }
}
