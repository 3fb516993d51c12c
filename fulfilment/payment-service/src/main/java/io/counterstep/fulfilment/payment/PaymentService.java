package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentCancel;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Charges customers for orders and refunds them.
 *
 * <p>Both methods must be called inside a READ COMMITTED transaction, and once for each order: the engine's ledger sees
 * to both. A second charge of the same order breaks a primary key instead of taking money twice. Thread-safe.
 *
 * <p>Charging locks the customers' accounts, in the order of their ids, once. Refunding locks no account: it adds a row
 * that the next charge of that customer folds in. So a transaction that does both cannot deadlock with another one. No
 * row stands for the merchant: its balance is the sum of its ledger entries, so that the one party in every payment is
 * never waited for.
 */
@Service
public class PaymentService {

    private final AccountStore accounts;
    private final PaymentStore payments;

    PaymentService(AccountStore accounts, PaymentStore payments) {
        this.accounts = accounts;
        this.payments = payments;
    }

    /**
     * Charges each order, in the order of arrival, as long as its customer's balance allows.
     *
     * @return one reply for each request, in their order: a refusal if the amount is not positive, the customer unknown,
     *     the account of another currency, or the balance too low
     */
    public List<PaymentReply> charge(List<PaymentRequested> requests) {
        Funds funds = accounts.lock(requests.stream().map(PaymentRequested::customerId));
        List<Charge> charges = requests.stream().map(funds::charge).toList();
        accounts.save(funds);
        payments.record(charges);
        return charges.stream().map(Charge::reply).toList();
    }

    /**
     * Gives back exactly what each order was charged.
     *
     * @throws IllegalStateException if an order has no payment to refund; then nothing is refunded
     */
    public void refund(List<PaymentCancel> cancels) {
        payments.refund(cancels.stream().map(PaymentCancel::orderId).toList());
    }

    /** Those of the orders whose payment is in force. */
    public Set<String> charged(List<String> orderIds) {
        return payments.charged(orderIds);
    }
}
