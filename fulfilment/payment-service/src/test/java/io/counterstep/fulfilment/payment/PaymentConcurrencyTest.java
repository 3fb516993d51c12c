package io.counterstep.fulfilment.payment;

import static io.counterstep.fulfilment.payment.PaymentFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentCancel;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
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
class PaymentConcurrencyTest {

    private static final int ROUNDS = 30;

    private final TestDatabase database = TestDatabase.start("classpath:db/payment");
    private final PaymentFixture payments = new PaymentFixture(database);

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void reset() {
        database.reset();
    }

    @Test
    void batchesWithTheSameCustomersInOppositeOrderDoNotDeadlock() throws Exception {
        List<String> customers =
                IntStream.range(0, 500).mapToObj(it -> "customer-" + it).toList();
        customers.forEach(it -> payments.open(it, 1_000));
        List<String> reversed = new ArrayList<>(customers);
        Collections.reverse(reversed);

        CyclicBarrier eachRound = new CyclicBarrier(2);

        Parallel.run(List.of(chargeRounds("a", customers, eachRound), chargeRounds("b", reversed, eachRound)));

        assertThat(customers).allSatisfy(it -> assertThat(payments.balance(it)).isEqualTo(1_000 - 2 * ROUNDS));
        assertThat(payments.accountsThatDisagreeWithTheLedger()).isZero();
    }

    @Test
    void transactionsThatChargeAndRefundCrosswiseDoNotDeadlock() throws Exception {
        payments.open("alice", 1_000);
        payments.open("bob", 1_000);
        payments.charge(order("old-alice", "alice", 10), order("old-bob", "bob", 10));
        CyclicBarrier bothHaveCharged = new CyclicBarrier(2);

        Parallel.run(List.of(
                chargeThenRefund(order("new-alice", "alice", 5), bothHaveCharged, "old-bob"),
                chargeThenRefund(order("new-bob", "bob", 5), bothHaveCharged, "old-alice")));

        assertThat(payments.balance("alice")).isEqualTo(995);
        assertThat(payments.balance("bob")).isEqualTo(995);
        assertThat(payments.accountsThatDisagreeWithTheLedger()).isZero();
    }

    @Test
    void concurrentBatchesNeverOverdrawAnAccount() throws Exception {
        payments.open("alice", 70);
        List<Callable<List<PaymentReply>>> consumers = new ArrayList<>();
        for (int consumer = 0; consumer < 8; consumer++) {
            List<PaymentRequested> batch = orders("consumer-" + consumer, Collections.nCopies(25, "alice"), 1);
            consumers.add(() -> payments.charge(batch));
        }

        List<PaymentReply> replies =
                Parallel.run(consumers).stream().flatMap(List::stream).toList();

        assertThat(replies)
                .hasSize(200)
                .filteredOn(PaymentSuccess.class::isInstance)
                .hasSize(70);
        assertThat(payments.balance("alice")).isZero();
        assertThat(payments.posted("system:merchant")).isEqualTo(70);
    }

    @Test
    void theLedgerBalancesAndAgreesWithTheAccountsAfterAnySequence() throws Exception {
        long seed = new Random().nextLong();
        List<String> customers = List.of("alice", "bob", "carol", "dave");
        customers.forEach(it -> payments.open(it, 500));
        List<Callable<Integer>> consumers = new ArrayList<>();
        for (int consumer = 0; consumer < 3; consumer++) {
            String name = "consumer-" + consumer;
            Random random = new Random(seed + consumer);
            consumers.add(() -> randomBatches(name, customers, random));
        }

        Parallel.run(consumers);

        assertThat(payments.unbalancedPostings()).as("seed %d", seed).isZero();
        assertThat(payments.accountsThatDisagreeWithTheLedger())
                .as("seed %d", seed)
                .isZero();
        assertThat(database.count("select sum(amount)::bigint from ledger_entry"))
                .as("seed %d", seed)
                .isZero();
        assertThat(payments.posted("system:merchant"))
                .as("the merchant has what is paid and not refunded, seed %d", seed)
                .isEqualTo(database.count(
                        "select coalesce(sum(amount), 0)::bigint from payment where status = 'CHARGED'"));
    }

    private Callable<Integer> chargeRounds(String name, List<String> customers, CyclicBarrier eachRound) {
        return () -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<PaymentRequested> batch = orders(name + "-" + round, customers, 1);
                database.transaction.executeWithoutResult(status -> {
                    await(eachRound);
                    payments.service.charge(batch);
                });
            }
            return ROUNDS;
        };
    }

    private Callable<Boolean> chargeThenRefund(PaymentRequested request, CyclicBarrier barrier, String refunded) {
        return () -> {
            database.transaction.executeWithoutResult(status -> {
                payments.service.charge(List.of(request));
                await(barrier);
                payments.service.refund(List.of(new PaymentCancel(refunded)));
            });
            return true;
        };
    }

    private int randomBatches(String name, List<String> customers, Random random) {
        List<String> charged = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            List<String> payers = IntStream.rangeClosed(0, random.nextInt(6))
                    .mapToObj(it -> customers.get(random.nextInt(customers.size())))
                    .toList();
            payments.charge(orders(name + "-" + batch, payers, 1 + random.nextInt(60))).stream()
                    .filter(PaymentSuccess.class::isInstance)
                    .map(it -> ((PaymentSuccess) it).orderId())
                    .forEach(charged::add);
            if (!charged.isEmpty() && random.nextBoolean()) {
                payments.refund(charged.remove(random.nextInt(charged.size())));
            }
        }
        return charged.size();
    }

    private static List<PaymentRequested> orders(String prefix, List<String> customers, long won) {
        return IntStream.range(0, customers.size())
                .mapToObj(it -> order(prefix + "-" + it, customers.get(it), won))
                .toList();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other consumer did not come this far", e);
        }
    }
}
