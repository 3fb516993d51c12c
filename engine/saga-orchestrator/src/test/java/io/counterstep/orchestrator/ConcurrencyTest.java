package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two instances that believe they own the same partition, as for a moment after a rebalance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyTest {

    private static final int ROUNDS = 20;
    private static final int SAGAS = 30;

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void oneStartDeliveredToTwoInstancesStartsOneSagaAndBothSayItsCommand() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<ConsumerRecord<byte[], byte[]>> batch = List.of(desk.ordered("k" + round));
            together(() -> handle(batch), () -> handle(batch));
        }

        assertThat(count("saga")).isEqualTo(ROUNDS);
        assertThat(count("saga_history")).isEqualTo(ROUNDS);
        assertThat(desk.said()).hasSize(2 * ROUNDS);
        assertThat(desk.deadLetters()).isEmpty();
    }

    @Test
    void aDuplicatedStartAtTwoInstancesStartsOneSagaAndItsCommandIsSaidOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var first = List.of(desk.ordered("k" + round));
            var second = List.of(desk.ordered("k" + round));
            together(() -> handle(first), () -> handle(second));
        }

        assertThat(count("saga")).isEqualTo(ROUNDS);
        assertThat(desk.said()).hasSize(ROUNDS).doesNotHaveDuplicates();
    }

    @Test
    void duplicatedRepliesInOppositeOrderMoveEachSagaOnce() throws Exception {
        List<String> keys = IntStream.range(0, SAGAS).mapToObj(i -> "k" + i).toList();
        handle(keys.stream().map(desk::ordered).toList());
        desk.forgetWhatWasSaid();
        List<String> reversed = new ArrayList<>(keys);
        Collections.reverse(reversed);
        var first = keys.stream().map(desk::paid).toList();
        var second = reversed.stream().map(desk::paid).toList();

        together(() -> handle(first), () -> handle(second));

        assertThat(desk.said())
                .hasSize(SAGAS)
                .allMatch(it -> it.startsWith("SEND"))
                .doesNotHaveDuplicates();
        assertThat(count("saga_history")).isEqualTo(2 * SAGAS);
        assertThat(desk.deadLetters()).isEmpty();
    }

    @Test
    void aReplyAndACheckThatMeetLeaveOneOrTheOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "k" + round;
            desk.take(desk.ordered(key));
            desk.pass(Purchase.DEADLINE);
            var reply = List.of(desk.paid(key));
            together(() -> handle(reply), () -> desk.checks(10).tick());
            assertThat(desk.state(key)).isIn("RUNNING send/invoke", "COMPENSATING pay/compensate");
            assertThat(desk.kinds(key)).hasSize(2);
            desk.jdbc.execute("truncate saga, saga_history");
        }
    }

    private int handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        desk.loop().onMessage(batch);
        return batch.size();
    }

    private int count(String table) {
        Integer rows = desk.jdbc.queryForObject("select count(*) from " + table, Integer.class);
        return rows == null ? 0 : rows;
    }

    private static void together(Callable<Integer> first, Callable<Integer> second) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> both = new ArrayList<>();
            for (Callable<Integer> task : List.of(first, second)) {
                both.add(threads.submit(() -> {
                    barrier.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            for (Future<Integer> each : both) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
    }
}
