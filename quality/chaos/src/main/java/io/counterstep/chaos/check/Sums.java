package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.util.List;

/** I3: money and stock add up, in each service and with what the orders say. Each query lists violations. */
record Sums(Books books, Database database, Findings findings) {

    private static final List<String> MONEY = List.of("""
            select 'the entries of ' || reference || ' ' || kind || ' sum up to ' || sum(amount)
              from ledger_entry group by reference, kind having sum(amount) <> 0
            """, """
            select 'customer ' || customer_id || ' has ' || balance || ', by the ledger ' || coalesce(entries.amount, 0)
              from account_balance
              left join (select account, sum(amount) as amount from ledger_entry group by account) as entries
                on entries.account = 'customer:' || customer_id
             where balance <> coalesce(entries.amount, 0)
            """, """
            select 'customer ' || customer_id || ' was charged ' || account_balance.charged || ' and refunded '
                   || account_balance.refunded
                   || ', by the payments ' || paid.charged || ' and ' || paid.refunded
              from account_balance
             cross join lateral (
                       select coalesce(sum(amount), 0) as charged,
                              coalesce(sum(amount) filter (where status = 'REFUNDED'), 0) as refunded
                         from payment
                        where payment.customer_id = account_balance.customer_id and status <> 'REFUSED') as paid
             where account_balance.charged <> paid.charged or account_balance.refunded <> paid.refunded
            """, """
            select 'the merchant has ' || ledger.amount || ' by the ledger, ' || paid.amount || ' by the payments'
              from (select coalesce(sum(amount), 0) as amount from ledger_entry
                     where account = 'system:merchant') as ledger,
                   (select coalesce(sum(amount), 0) as amount from payment where status = 'CHARGED') as paid
             where ledger.amount <> paid.amount
            """);

    private static final String STOCK = """
            select 'of ' || sku || ' ' || on_hand || ' are on hand, ' || available || ' available, ' || reserved
                   || ' reserved, ' || lines.quantity || ' in reservations'
              from current_stock
             cross join lateral (
                       select coalesce(sum(line.quantity), 0) as quantity
                         from reservation_line line
                         join reservation using (order_id)
                        where line.sku = current_stock.sku and status = 'RESERVED') as lines
             where available + reserved <> on_hand or reserved <> lines.quantity or available < 0
            """;

    void check() {
        MONEY.forEach(it -> list(Service.PAYMENT, it));
        list(Service.INVENTORY, STOCK);
        books.orders().forEach((id, order) -> {
            Long paid = books.paid(id);
            if (paid != null && paid != order.total()) {
                findings.violation(Invariant.I3, id, "costs " + order.total() + ", was charged " + paid);
            }
            String reserved = books.reserved(id);
            if (reserved != null && !reserved.equals(order.lines())) {
                findings.violation(Invariant.I3, id, "orders " + order.lines() + ", reserved are " + reserved);
            }
        });
    }

    private void list(Service service, String query) {
        database.each(service, query, row -> findings.violation(Invariant.I3, "", row.getString(1)));
    }
}
