package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentCancel;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentRequested;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The service on a real database, called as the engine does: one transaction a batch. */
final class PaymentFixture {

    final TestDatabase database;
    final PaymentService service;

    PaymentFixture(TestDatabase database) {
        this.database = database;
        service = new PaymentService(new AccountStore(database.jdbc), new PaymentStore(database.jdbc));
    }

    static PaymentRequested order(String orderId, String customerId, long won) {
        return new PaymentRequested(orderId, customerId, new Money("KRW", won));
    }

    void open(String customerId, long won) {
        database.jdbc
                .sql("select open_account(?, 'KRW', ?)")
                .params(customerId, won)
                .query()
                .singleRow();
    }

    List<PaymentReply> charge(PaymentRequested... requests) {
        return charge(List.of(requests));
    }

    List<PaymentReply> charge(List<PaymentRequested> requests) {
        return Objects.requireNonNull(database.transaction.execute(status -> service.charge(requests)));
    }

    void refund(String... orderIds) {
        List<PaymentCancel> cancels =
                Stream.of(orderIds).map(PaymentCancel::new).toList();
        database.transaction.executeWithoutResult(status -> service.refund(cancels));
    }

    long balance(String customerId) {
        return database.jdbc
                .sql("select balance from account_balance where customer_id = ?")
                .param(customerId)
                .query(Long.class)
                .single();
    }

    /** The balance as the ledger tells it. */
    long posted(String account) {
        return database.jdbc
                .sql("select coalesce(sum(amount), 0)::bigint from ledger_entry where account = ?")
                .param(account)
                .query(Long.class)
                .single();
    }

    /** How many postings do not consist of two entries that sum to zero. */
    long unbalancedPostings() {
        return database.count("""
                select count(*) from (
                    select 1 from ledger_entry group by reference, kind having sum(amount) <> 0 or count(*) <> 2) as unbalanced
                """);
    }

    /** How many accounts tell another balance than the ledger. */
    long accountsThatDisagreeWithTheLedger() {
        return database.count("""
                select count(*)
                  from account_balance a
                 where a.balance <> (select coalesce(sum(amount), 0) from ledger_entry where account = 'customer:' || a.customer_id)
                """);
    }
}
