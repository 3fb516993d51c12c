package io.counterstep.fulfilment.inventory;

import static io.counterstep.fulfilment.inventory.InventoryFixture.line;
import static io.counterstep.fulfilment.inventory.InventoryFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryReply;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRollback;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventorySuccess;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryConcurrencyTest {

    private static final int ROUNDS = 30;

    private final TestDatabase database = TestDatabase.start("classpath:db/inventory");
    private final InventoryFixture inventory = new InventoryFixture(database);

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void reset() {
        database.reset();
    }

    @Test
    void ordersWithTheSameSkusInOppositeOrderDoNotDeadlock() throws Exception {
        List<String> skus = IntStream.range(0, 500).mapToObj(it -> "SKU-" + it).toList();
        skus.forEach(it -> inventory.stock(it, 1_000));
        List<String> reversed = new ArrayList<>(skus);
        Collections.reverse(reversed);

        CyclicBarrier eachRound = new CyclicBarrier(2);

        Parallel.run(List.of(reserveRounds("a", skus, eachRound), reserveRounds("b", reversed, eachRound)));

        assertThat(skus).allSatisfy(it -> assertThat(inventory.available(it)).isEqualTo(1_000 - 2 * ROUNDS));
        assertThat(inventory.skusThatDisagreeWithTheirReservations()).isZero();
    }

    @Test
    void transactionsThatReserveAndRollBackCrosswiseDoNotDeadlock() throws Exception {
        inventory.stock("KEYBOARD", 10);
        inventory.stock("MOUSE", 10);
        inventory.reserve(order("old-keyboard", line("KEYBOARD", 1)), order("old-mouse", line("MOUSE", 1)));
        CyclicBarrier bothHaveReserved = new CyclicBarrier(2);

        Parallel.run(List.of(
                reserveThenRollBack(order("new-keyboard", line("KEYBOARD", 2)), bothHaveReserved, "old-mouse"),
                reserveThenRollBack(order("new-mouse", line("MOUSE", 2)), bothHaveReserved, "old-keyboard")));

        assertThat(inventory.available("KEYBOARD")).isEqualTo(8);
        assertThat(inventory.available("MOUSE")).isEqualTo(8);
        assertThat(inventory.skusThatDisagreeWithTheirReservations()).isZero();
    }

    @Test
    void oneUnitWantedByManyOrdersAtOnceIsReservedOnce() throws Exception {
        inventory.stock("LAST-ONE", 1);
        List<Callable<List<InventoryReply>>> consumers = new ArrayList<>();
        for (int consumer = 0; consumer < 8; consumer++) {
            String prefix = "consumer-" + consumer + "-";
            List<InventoryRequested> batch = IntStream.range(0, 125)
                    .mapToObj(it -> order(prefix + it, line("LAST-ONE", 1)))
                    .toList();
            consumers.add(() -> inventory.reserve(batch));
        }

        List<InventoryReply> replies =
                Parallel.run(consumers).stream().flatMap(List::stream).toList();

        assertThat(replies)
                .hasSize(1_000)
                .filteredOn(InventorySuccess.class::isInstance)
                .hasSize(1);
        assertThat(inventory.available("LAST-ONE")).isZero();
    }

    @Test
    void stockAddsUpAfterAnySequence() throws Exception {
        long seed = new Random().nextLong();
        List<String> skus = List.of("A", "B", "C", "D");
        skus.forEach(it -> inventory.stock(it, 40));
        List<Callable<Integer>> consumers = new ArrayList<>();
        for (int consumer = 0; consumer < 3; consumer++) {
            String name = "consumer-" + consumer;
            Random random = new Random(seed + consumer);
            consumers.add(() -> randomBatches(name, skus, random));
        }

        Parallel.run(consumers);

        assertThat(inventory.skusThatDisagreeWithTheirReservations())
                .as("seed %d", seed)
                .isZero();
        assertThat(database.count("select sum(on_hand)::bigint from current_stock"))
                .isEqualTo(160);
    }

    private Callable<Integer> reserveRounds(String name, List<String> skus, CyclicBarrier eachRound) {
        StockLine[] lines = skus.stream().map(it -> line(it, 1)).toArray(StockLine[]::new);
        return () -> {
            for (int round = 0; round < ROUNDS; round++) {
                InventoryRequested request = order(name + round, lines);
                database.transaction.executeWithoutResult(status -> {
                    await(eachRound);
                    inventory.service.reserve(List.of(request));
                });
            }
            return ROUNDS;
        };
    }

    private Callable<Boolean> reserveThenRollBack(
            InventoryRequested request, CyclicBarrier barrier, String rolledBack) {
        return () -> {
            database.transaction.executeWithoutResult(status -> {
                inventory.service.reserve(List.of(request));
                await(barrier);
                inventory.service.rollBack(List.of(new InventoryRollback(rolledBack)));
            });
            return true;
        };
    }

    private int randomBatches(String name, List<String> skus, Random random) {
        List<String> reserved = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            String prefix = name + "-" + batch + "-";
            List<InventoryRequested> orders = IntStream.rangeClosed(0, random.nextInt(6))
                    .mapToObj(it -> order(prefix + it, randomLines(skus, random)))
                    .toList();
            inventory.reserve(orders).stream()
                    .filter(InventorySuccess.class::isInstance)
                    .map(it -> ((InventorySuccess) it).orderId())
                    .forEach(reserved::add);
            if (!reserved.isEmpty() && random.nextBoolean()) {
                inventory.rollBack(reserved.remove(random.nextInt(reserved.size())));
            }
        }
        return reserved.size();
    }

    private static StockLine[] randomLines(List<String> skus, Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(it -> line(skus.get(random.nextInt(skus.size())), 1 + random.nextInt(4)))
                .toArray(StockLine[]::new);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other consumer did not come this far", e);
        }
    }
}
