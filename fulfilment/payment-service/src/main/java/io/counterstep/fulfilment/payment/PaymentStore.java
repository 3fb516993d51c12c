package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes payments, and posts to the ledger what they move: one statement for a whole batch. */
@Repository
class PaymentStore {

    private static final String RECORD = """
            with recorded as (
                insert into payment (order_id, customer_id, currency, amount, status, payment_id, reason)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                returning order_id, customer_id, currency, amount, status
            )
            insert into ledger_entry (reference, kind, account, currency, amount)
            select order_id, 'PAYMENT', entry.account, currency, entry.amount
              from recorded
             cross join lateral (values
                       ('customer:' || customer_id, - recorded.amount),
                       ('system:merchant', recorded.amount)) as entry (account, amount)
             where status = 'CHARGED'
            """;

    private static final String REFUND = """
            with refunded as (
                update payment
                   set status = 'REFUNDED', refunded_at = now()
                 where order_id = any(?) and status = 'CHARGED'
                returning order_id, customer_id, currency, amount
            ), due as (
                insert into refund_due (customer_id, order_id, amount)
                select customer_id, order_id, amount from refunded
            ), posted as (
                insert into ledger_entry (reference, kind, account, currency, amount)
                select order_id, 'REFUND', entry.account, currency, entry.amount
                  from refunded
                 cross join lateral (values
                           ('customer:' || customer_id, refunded.amount),
                           ('system:merchant', - refunded.amount)) as entry (account, amount)
            )
            select order_id from refunded
            """;

    private static final String CHARGED = "select order_id from payment where order_id = any(?) and status = 'CHARGED'";

    private final JdbcClient jdbc;

    PaymentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records the refused ones too, so that it can be seen why. */
    void record(List<Charge> charges) {
        List<PaymentRequested> requests = charges.stream().map(Charge::request).toList();
        jdbc.sql(RECORD)
                .param(requests.stream().map(PaymentRequested::orderId).toArray(String[]::new))
                .param(requests.stream().map(PaymentRequested::customerId).toArray(String[]::new))
                .param(requests.stream().map(it -> it.amount().currency()).toArray(String[]::new))
                .param(requests.stream().map(it -> it.amount().minorUnits()).toArray(Long[]::new))
                .param(charges.stream().map(it -> it.status().name()).toArray(String[]::new))
                .param(charges.stream().map(Charge::paymentId).toArray(String[]::new))
                .param(charges.stream().map(Charge::refusal).toArray(String[]::new))
                .update();
    }

    /** @throws IllegalStateException if one of them is not CHARGED */
    void refund(List<String> orderIds) {
        List<String> refunded = jdbc.sql(REFUND)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .list();
        Set<String> missing = new TreeSet<>(orderIds);
        refunded.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("cannot refund orders " + missing
                    + ": the ledger says they were charged, but table payment has no row CHARGED for them;"
                    + " compare both before trying again");
        }
    }

    /** Those of the orders whose payment is in force. */
    Set<String> charged(List<String> orderIds) {
        return jdbc.sql(CHARGED)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .set();
    }
}
