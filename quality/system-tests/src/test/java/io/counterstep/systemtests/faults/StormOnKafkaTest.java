package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.orchestrator.Gate;
import io.counterstep.orchestrator.Gates;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Fifteen thousand sagas stall on a dead participant of the real system; it returns and is not stampeded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StormOnKafkaTest {

    private static final Logger LOG = LoggerFactory.getLogger(StormOnKafkaTest.class);

    private static final int SAGAS = 15_000;

    /** So many are offered before the participant counts as silent. */
    private static final int FIRST = 300;

    private static final int RATE = 1_000;
    private static final Duration NOTE_EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Ground ground = new Ground();
    private final ScheduledExecutorService notes = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    @AfterAll
    void close() {
        notes.shutdownNow();
        ground.close();
    }

    @Test
    void aParticipantThatReturnsIsNeverOfferedMoreThanTheRateAndOthersKeepTheirPace() {
        ConfigurableApplicationContext office = ground.run(
                Office.class,
                Ground.OFFICE,
                Office.DEADLINE + "=30s",
                Office.RESEND_AFTER + "=1s",
                "counterstep.recovery.probe-every=2s",
                "counterstep.recovery.rate=" + RATE,
                "counterstep.recovery.max-in-flight=2000");
        Gates gates = office.getBean(Gates.class);
        notes.scheduleAtFixedRate(this::note, 0, NOTE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        await().atMost(PATIENCE).until(() -> number.get() > 200);
        Instant storm = Instant.now();
        order(0, FIRST);
        await("the workshop counts as silent").atMost(PATIENCE).until(() -> state(gates) == Gate.State.TRIPPED);
        order(FIRST, SAGAS);
        await("all wait").atMost(PATIENCE).until(() -> workshop(gates).held() >= SAGAS - 1);
        assertThat(count("state <> 'RUNNING' and definition = 'trade'"))
                .as("timed out")
                .isZero();

        Instant back = Instant.now();
        ground.run(Workshop.class, Ground.WORKSHOP);
        await("all is well again")
                .atMost(PATIENCE)
                .until(() -> count("state = 'COMPLETED' and definition = 'trade'") == SAGAS);
        Instant end = Instant.now();
        notes.shutdown();
        await("all notes are written")
                .atMost(PATIENCE)
                .until(() -> count("state = 'COMPLETED' and definition = 'note'") == number.get());

        List<Instant> offered = offeredSince(back);
        List<Long> calm = took(Instant.EPOCH, storm);
        List<Long> stormy = took(storm, end);
        LOG.info(
                "{} sagas, {} of them held, came back in {} ms, offered at most {} a second (rate {}), {} in all;"
                        + " {} other sagas took p50 {} ms, p99 {} ms before, {} took p50 {} ms, p99 {} ms in the storm",
                SAGAS,
                SAGAS - FIRST,
                Duration.between(back, end).toMillis(),
                mostInASecond(offered),
                RATE,
                offered.size(),
                calm.size(),
                percentile(calm, 50),
                percentile(calm, 99),
                stormy.size(),
                percentile(stormy, 50),
                percentile(stormy, 99));
        assertThat(offered).hasSizeGreaterThanOrEqualTo(SAGAS - FIRST);
        // the records' times are the producer's, taken a moment after the decision
        assertThat(mostInASecond(offered)).isLessThanOrEqualTo(RATE + RATE / 10);
        assertThat(effects()).as("each made once").isEqualTo(SAGAS);
    }

    private void note() {
        String key = "n" + number.get();
        noted.put(key, Instant.now());
        ground.note(key);
        number.incrementAndGet();
    }

    private void order(int from, int to) {
        Ground.together(to - from, i -> ground.order("k%05d".formatted(from + i), "chair"));
    }

    private static Gate.View workshop(Gates gates) {
        return gates.view(Gate.Kind.PARTICIPANT, "workshop");
    }

    private static Gate.State state(Gates gates) {
        return workshop(gates).state();
    }

    private int count(String condition) {
        return (int) new Database(ground.system, Ground.OFFICE).number("select count(*) from saga where " + condition);
    }

    private int effects() {
        return (int)
                new Database(ground.system, Ground.WORKSHOP).number("select count(*) from effect where what = 'make'");
    }

    private List<Instant> offeredSince(Instant back) {
        return new TopicReader(ground.system)
                .read(List.of(Trade.WORKSHOP.commandTopic())).stream()
                        .map(it -> Instant.parse(it.header("ce_time")))
                        .filter(it -> !it.isBefore(back))
                        .sorted()
                        .toList();
    }

    private static int mostInASecond(List<Instant> sorted) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < sorted.size(); last++) {
            while (!sorted.get(last).isBefore(sorted.get(first).plusSeconds(1))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** From the sending of what starts a note to its end, of those that were sent in that time. */
    private List<Long> took(Instant from, Instant to) {
        Map<String, Instant> ended = new TreeMap<>();
        new Database(ground.system, Ground.OFFICE)
                .column(
                        "select business_key || ' ' || extract(epoch from updated_at) from saga where definition = 'note'")
                .forEach(it -> {
                    int space = it.indexOf(' ');
                    long micros = Math.round(Double.parseDouble(it.substring(space)) * 1_000_000);
                    ended.put(it.substring(0, space), Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
                });
        List<Long> took = new ArrayList<>();
        noted.forEach((key, at) -> {
            Instant end = ended.get(key);
            if (end != null && !at.isBefore(from) && at.isBefore(to)) {
                took.add(Duration.between(at, end).toMillis());
            }
        });
        return took;
    }

    private static long percentile(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * percent / 100];
    }
}
