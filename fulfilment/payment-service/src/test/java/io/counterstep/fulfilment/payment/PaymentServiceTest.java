package io.counterstep.fulfilment.payment;

import static io.counterstep.fulfilment.payment.PaymentFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentFailed;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DuplicateKeyException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentServiceTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/payment");
    private final PaymentFixture payments = new PaymentFixture(database);

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void aliceHas1000AndBobHas500() {
        database.reset();
        payments.open("alice", 1_000);
        payments.open("bob", 500);
    }

    @Test
    void aChargeMovesMoneyFromTheCustomerToTheMerchant() {
        assertThat(payments.charge(order("o1", "alice", 300))).containsExactly(new PaymentSuccess("o1", "pay-o1"));

        assertThat(payments.balance("alice")).isEqualTo(700);
        assertThat(payments.posted("customer:alice")).isEqualTo(700);
        assertThat(payments.posted("system:merchant")).isEqualTo(300);
        assertThat(payments.unbalancedPostings()).isZero();
    }

    @Test
    void theWholeBalanceMayBeCharged() {
        assertThat(payments.charge(order("o1", "bob", 500))).hasOnlyElementsOfType(PaymentSuccess.class);
        assertThat(payments.balance("bob")).isZero();
    }

    @Test
    void aBalanceThatIsTooLowIsRefused() {
        assertThat(payments.charge(order("o1", "bob", 501)))
                .containsExactly(
                        new PaymentFailed("o1", "balance of customer bob is too low for 501 minor units of KRW"));
        assertNothingMoved();
    }

    @Test
    void anUnknownCustomerIsRefused() {
        assertThat(payments.charge(order("o1", "nobody", 1)))
                .containsExactly(new PaymentFailed("o1", "customer nobody is unknown"));
        assertNothingMoved();
    }

    @Test
    void aSystemAccountIsNoCustomer() {
        assertThat(payments.charge(order("o1", "system:merchant", 1)))
                .containsExactly(new PaymentFailed("o1", "customer system:merchant is unknown"));
    }

    @Test
    void anotherCurrencyThanTheAccountsIsRefused() {
        assertThat(payments.charge(new PaymentRequested("o1", "bob", new Money("USD", 5))))
                .containsExactly(new PaymentFailed(
                        "o1", "account of customer bob is in KRW, cannot be charged 5 minor units of USD"));
        assertNothingMoved();
    }

    @Test
    void anAmountThatIsNotPositiveIsRefused() {
        assertThat(payments.charge(order("o1", "bob", 0), order("o2", "bob", Long.MIN_VALUE)))
                .containsExactly(
                        new PaymentFailed("o1", "amount must be positive, found 0 minor units of KRW"),
                        new PaymentFailed(
                                "o2", "amount must be positive, found -9223372036854775808 minor units of KRW"));
        assertNothingMoved();
    }

    @Test
    void aBatchIsAnsweredInOrderAndEarlierOrdersArePaidFirst() {
        assertThat(payments.charge(
                        order("o1", "bob", 300),
                        order("o2", "alice", 1_000),
                        order("o3", "bob", 300),
                        order("o4", "nobody", 1),
                        order("o5", "bob", 200)))
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo(new PaymentSuccess("o1", "pay-o1")),
                        it -> assertThat(it).isEqualTo(new PaymentSuccess("o2", "pay-o2")),
                        it -> assertThat(it).isInstanceOf(PaymentFailed.class),
                        it -> assertThat(it).isInstanceOf(PaymentFailed.class),
                        it -> assertThat(it).isEqualTo(new PaymentSuccess("o5", "pay-o5")));

        assertThat(payments.balance("alice")).isZero();
        assertThat(payments.balance("bob")).isZero();
    }

    @Test
    void aRefundExactlyReversesTheCharge() {
        payments.charge(order("o1", "alice", 300), order("o2", "alice", 200));

        payments.refund("o1");

        assertThat(payments.balance("alice")).isEqualTo(800);
        assertThat(payments.posted("customer:alice")).isEqualTo(800);
        assertThat(payments.posted("system:merchant")).isEqualTo(200);
        assertThat(payments.unbalancedPostings()).isZero();
        assertThat(database.count("select count(*) from payment where status = 'REFUNDED'"))
                .isOne();
    }

    @Test
    void refundedMoneyCanBeSpentAgain() {
        payments.charge(order("o1", "bob", 500));
        payments.refund("o1");

        assertThat(payments.charge(order("o2", "bob", 500))).containsExactly(new PaymentSuccess("o2", "pay-o2"));
        assertThat(payments.balance("bob")).isZero();
        assertThat(database.count("select count(*) from refund_due")).isZero();
    }

    @Test
    void chargingAnOrderTwiceIsAnErrorAndTakesNothing() {
        payments.charge(order("o1", "alice", 300));

        assertThatThrownBy(() -> payments.charge(order("o2", "alice", 100), order("o1", "alice", 300)))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(payments.balance("alice")).isEqualTo(700);
    }

    @Test
    void refundingWhatWasNotChargedIsAnErrorAndRefundsNothing() {
        payments.charge(order("o1", "alice", 300), order("o2", "bob", 501));

        assertThatThrownBy(() -> payments.refund("o1", "o2", "o3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[o2, o3]");
        assertThat(payments.balance("alice")).isEqualTo(700);
    }

    @Test
    void theLedgerIsAppendOnly() {
        for (String sql :
                new String[] {"update ledger_entry set amount = 1", "delete from ledger_entry", "truncate ledger_entry"
                }) {
            assertThatThrownBy(() -> database.jdbc.sql(sql).update())
                    .as(sql)
                    .hasMessageContaining("ledger_entry is append-only");
        }
    }

    @Test
    void openingAnAccountAgainAddsNothing() {
        payments.open("alice", 9_999);

        assertThat(payments.balance("alice")).isEqualTo(1_000);
        assertThat(payments.posted("system:funding")).isEqualTo(-1_500);
    }

    private void assertNothingMoved() {
        assertThat(payments.balance("bob")).isEqualTo(500);
        assertThat(payments.posted("system:merchant")).isZero();
    }
}
