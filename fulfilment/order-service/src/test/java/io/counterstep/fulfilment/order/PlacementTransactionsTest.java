package io.counterstep.fulfilment.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** One group at a time, and its transactions. */
@NullMarked
@ExtendWith(OrderServiceExtension.class)
class PlacementTransactionsTest {

    private static final Destination KOREA = new Destination("KR", null);

    private final RunningOrderService service;
    private final AtomicInteger begun = new AtomicInteger();

    PlacementTransactionsTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void theSameKeyTwiceInOneGroupIsOneOrder() {
        List<PlacementOutcome> outcomes = transactions().place(List.of(asks(2, "k"), asks(2, "k"), asks(2, null)));

        assertThat(id(outcomes.get(1))).isEqualTo(id(outcomes.get(0))).isNotEqualTo(id(outcomes.get(2)));
        assertThat(service.storedOrders()).isEqualTo(2);
        assertThat(service.outbox().events()).hasSize(2);
    }

    @Test
    void theSameKeyForAnotherRequestOfTheGroupIsRefused() {
        List<PlacementOutcome> outcomes = transactions().place(List.of(asks(2, "k"), asks(3, "k")));

        assertThat(why(outcomes.get(1)))
                .isInstanceOf(RejectedRequestException.class)
                .hasMessageContaining("another request (order " + id(outcomes.get(0)) + ")");
        assertThat(service.storedOrders()).isOne();
    }

    @Test
    void aRequestThatCannotBeSoldDoesNotTakeTheKeyFromOneThatCan() {
        List<PlacementOutcome> outcomes =
                transactions().place(List.of(asks("NO-SUCH", 2, "k"), asks(2, "k"), asks("NO-SUCH", 2, "other")));

        assertThat(why(outcomes.get(0))).hasMessageContaining("Idempotency-Key");
        assertThat(id(outcomes.get(1))).isNotNull();
        assertThat(why(outcomes.get(2))).hasMessageContaining("catalogue");
        assertThat(service.storedOrders()).isOne();
    }

    @Test
    void whatComesAgainIsAnsweredAmongWhatIsNew() {
        List<UUID> first = transactions().place(List.of(asks(1, "a"), asks(2, "b"))).stream()
                .map(PlacementTransactionsTest::id)
                .toList();

        List<PlacementOutcome> again =
                transactions().place(List.of(asks(3, "c"), asks(2, "b"), asks(1, "a"), asks(9, "a"), asks(2, "b")));

        assertThat(id(again.get(0))).isNotIn(first);
        assertThat(List.of(id(again.get(2)), id(again.get(1)))).isEqualTo(first);
        assertThat(id(again.get(4))).isEqualTo(first.get(1));
        assertThat(why(again.get(3))).isInstanceOf(RejectedRequestException.class);
        assertThat(service.storedOrders()).isEqualTo(3);
        assertThat(service.outbox().events()).hasSize(3);
    }

    @Test
    void anAnnouncementThatFailsOnceCostsNobodyTheOrder() {
        service.outbox().failOnce();

        List<PlacementOutcome> outcomes = transactions().place(asks(20));

        assertThat(outcomes).allSatisfy(it -> assertThat(id(it)).isNotNull());
        assertThat(service.storedOrders()).isEqualTo(20);
        assertThat(service.outbox().events()).hasSize(20);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsTriedOneByOne() {
        RuntimeException away = new CannotCreateTransactionException("away");

        List<PlacementOutcome> outcomes =
                transactions(failingBefore(away, number -> true)).place(asks(50));

        assertThat(outcomes).hasSize(50).allSatisfy(it -> assertThat(why(it)).isSameAs(away));
        assertThat(begun).hasValue(1);
    }

    @Test
    void aDatabaseThatGoesAwayBetweenTheHalvesKeepsWhatItCommitted() {
        RuntimeException away = new DataAccessResourceFailureException("away");
        service.outbox().failOnce();

        // The first fails by its announcement, the second commits a half, the third finds the database away.
        List<PlacementOutcome> outcomes =
                transactions(failingBefore(away, number -> number == 3)).place(asks(8));

        assertThat(outcomes.subList(0, 4)).allSatisfy(it -> assertThat(id(it)).isNotNull());
        assertThat(outcomes.subList(4, 8))
                .hasSize(4)
                .allSatisfy(it -> assertThat(why(it)).isSameAs(away));
        assertThat(service.storedOrders()).isEqualTo(4);
    }

    @Test
    void aCommitThatFailsIsNotTriedAgainSinceItMayHaveBeenMade() {
        RuntimeException unknown = new DataIntegrityViolationException("who knows");

        List<PlacementOutcome> outcomes =
                transactions(failingAfterCommit(unknown)).place(asks(8));

        assertThat(outcomes).hasSize(8).allSatisfy(it -> assertThat(why(it)).isSameAs(unknown));
        assertThat(begun).hasValue(1);
        assertThat(service.storedOrders()).isEqualTo(8);
    }

    @Test
    void groupsThatShareKeysInAnyOrderDoNotBlockEachOther() throws Exception {
        int rounds = 5;
        // So many that each group is still being inserted when the other begins.
        int keys = 3_000;
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                List<Placement> group = keyed(round, keys);
                List<Placement> reversed = group.reversed();
                Future<List<PlacementOutcome>> one = threads.submit(() -> placeAt(together, group));
                Future<List<PlacementOutcome>> other = threads.submit(() -> placeAt(together, reversed));

                assertThat(one.get().stream().map(PlacementTransactionsTest::id).toList())
                        .isEqualTo(other.get().reversed().stream()
                                .map(PlacementTransactionsTest::id)
                                .toList());
            }
        }
        assertThat(begun).as("no group was broken up by a deadlock").hasValue(2 * rounds);
        assertThat(service.storedOrders()).isEqualTo(keys * rounds);
    }

    private List<PlacementOutcome> placeAt(CyclicBarrier together, List<Placement> group) throws Exception {
        together.await(30, TimeUnit.SECONDS);
        return transactions().place(group);
    }

    private PlacementTransactions transactions() {
        return transactions(failingBefore(new IllegalStateException(), number -> false));
    }

    private PlacementTransactions transactions(TransactionOperations operations) {
        return new PlacementTransactions(service.bean(GroupPlacement.class), operations);
    }

    private TransactionOperations failingBefore(RuntimeException failure, IntPredicate numbers) {
        TransactionOperations real = service.bean(TransactionOperations.class);
        return new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                if (numbers.test(begun.incrementAndGet())) {
                    throw failure;
                }
                return real.execute(action);
            }
        };
    }

    private TransactionOperations failingAfterCommit(RuntimeException failure) {
        TransactionOperations real = service.bean(TransactionOperations.class);
        return new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                begun.incrementAndGet();
                real.execute(action);
                throw failure;
            }
        };
    }

    private static List<Placement> asks(int number) {
        return Collections.nCopies(number, asks(1, null));
    }

    private static List<Placement> keyed(int round, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> asks(1, "round-" + round + "-" + i))
                .toList();
    }

    private static Placement asks(int quantity, @Nullable String key) {
        return asks("KEYBOARD", quantity, key);
    }

    private static Placement asks(String sku, int quantity, @Nullable String key) {
        return new Placement(new OrderRequest("alice", List.of(new OrderRequest.Line(sku, quantity)), KOREA), key);
    }

    private static UUID id(PlacementOutcome outcome) {
        return switch (outcome) {
            case PlacementOutcome.Placed placed -> placed.order().id();
            case PlacementOutcome.NotPlaced notPlaced -> throw new AssertionError("not placed", notPlaced.why());
        };
    }

    private static RuntimeException why(PlacementOutcome outcome) {
        return switch (outcome) {
            case PlacementOutcome.Placed placed -> throw new AssertionError("placed " + placed.order());
            case PlacementOutcome.NotPlaced notPlaced -> notPlaced.why();
        };
    }
}
