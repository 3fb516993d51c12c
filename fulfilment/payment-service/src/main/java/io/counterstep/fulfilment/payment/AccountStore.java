package io.counterstep.fulfilment.payment;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and writes the accounts of a whole batch at once. */
@Repository
class AccountStore {

    // In the order of ids: two batches with the same customers wait for each other instead of deadlocking.
    private static final String LOCK = """
            select customer_id, currency, balance
              from customer_account
             where customer_id = any(?)
             order by customer_id
               for update
            """;

    // After the lock, as a statement of its own: it must see what was committed while the lock was waited for.
    private static final String TAKE_REFUNDS = """
            with taken as (
                delete from refund_due where customer_id = any(?) returning customer_id, amount
            )
            select customer_id, sum(amount)::bigint as amount
              from taken
             group by customer_id
            """;

    private static final String SAVE = """
            update customer_account a
               set charged = a.charged + change.charged,
                   refunded = a.refunded + change.refunded
              from unnest(?::text[], ?::bigint[], ?::bigint[]) as change (customer_id, charged, refunded)
             where a.customer_id = change.customer_id
            """;

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the accounts of these customers until the transaction ends; unknown customers are left out. */
    Funds lock(Stream<String> customerIds) {
        String[] customers = customerIds.distinct().toArray(String[]::new);
        List<AccountRow> rows = jdbc.sql(LOCK)
                .param(customers)
                .query((row, number) ->
                        new AccountRow(row.getString("customer_id"), row.getString("currency"), row.getLong("balance")))
                .list();
        Map<String, Long> refunds = takeRefunds(customers);
        return new Funds(rows.stream()
                .map(row -> new Account(
                        row.customerId(), row.currency(), row.balance(), refunds.getOrDefault(row.customerId(), 0L)))
                .toList());
    }

    /** Writes what a batch charged, and the refunds that were folded in. */
    void save(Funds funds) {
        Collection<Account> changed = funds.changed();
        if (changed.isEmpty()) {
            return;
        }
        jdbc.sql(SAVE)
                .param(changed.stream().map(Account::customerId).toArray(String[]::new))
                .param(changed.stream().map(Account::charged).toArray(Long[]::new))
                .param(changed.stream().map(Account::refunded).toArray(Long[]::new))
                .update();
    }

    private Map<String, Long> takeRefunds(String[] customers) {
        Map<String, Long> refunds = new HashMap<>();
        jdbc.sql(TAKE_REFUNDS).param(customers).query(row -> {
            refunds.put(row.getString("customer_id"), row.getLong("amount"));
        });
        return refunds;
    }

    private record AccountRow(String customerId, String currency, long balance) {}
}
