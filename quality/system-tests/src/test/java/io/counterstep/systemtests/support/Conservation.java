package io.counterstep.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guarantees G2 to G4, read from the databases: money and stock add up, and what an order has of each step fits what it
 * was told. Each query lists violations, so an empty list is what must be found. Looks at final orders only where orders
 * are concerned, so that others may be on their way meanwhile; they must have no database in common with this check that
 * is down.
 */
public record Conservation(LocalSystem system) {

    private static final List<String> MONEY = List.of("""
            select 'ledger of ' || reference || ' ' || kind || ' sums up to ' || sum(amount)
              from ledger_entry group by reference, kind having sum(amount) <> 0
            """, """
            select customer_id || ' has ' || balance || ', ledger says ' || coalesce(entries.amount, 0)
              from account_balance
              left join (select account, sum(amount) as amount from ledger_entry group by account) as entries
                on entries.account = 'customer:' || customer_id
             where balance <> coalesce(entries.amount, 0)
            """, """
            select customer_id || ' has ' || balance || ' of ' || funded || ', paid ' || paid.amount
              from account_balance
             cross join lateral (
                       select coalesce(sum(amount), 0) as amount from payment
                        where payment.customer_id = account_balance.customer_id and status = 'CHARGED') as paid
             where balance + paid.amount <> funded
            """, """
            select 'merchant: ledger says ' || ledger.amount || ', payments say ' || paid.amount
              from (select coalesce(sum(amount), 0) as amount from ledger_entry
                     where account = 'system:merchant') as ledger,
                   (select coalesce(sum(amount), 0) as amount from payment where status = 'CHARGED') as paid
             where ledger.amount <> paid.amount
            """);

    private static final List<String> STOCK = List.of("""
            select sku || ': ' || on_hand || ' on hand, ' || available || ' available, ' || reserved || ' reserved, '
                   || lines.quantity || ' in reservations'
              from current_stock
             cross join lateral (
                       select coalesce(sum(line.quantity), 0) as quantity
                         from reservation_line line
                         join reservation using (order_id)
                        where line.sku = current_stock.sku and status = 'RESERVED') as lines
             where available + reserved <> on_hand or reserved <> lines.quantity or available < 0
            """);

    public void assertHolds() {
        assertThat(moneyViolations()).as("money is conserved").isEmpty();
        assertThat(stockViolations()).as("stock is conserved").isEmpty();
        assertThat(orderViolations()).as("final orders are whole or undone").isEmpty();
    }

    public List<String> moneyViolations() {
        return violations(Service.PAYMENT, MONEY);
    }

    public List<String> stockViolations() {
        return violations(Service.INVENTORY, STOCK);
    }

    private List<String> violations(Service service, List<String> queries) {
        Database database = new Database(system, service);
        return queries.stream().flatMap(it -> database.column(it).stream()).toList();
    }

    /** A completed order has all three steps in effect, a canceled one none. */
    public List<String> orderViolations() {
        Map<String, String> orders = statuses(Service.ORDER, "orders", "id", "where status <> 'PENDING'");
        List<String> violations = new ArrayList<>();
        compare(orders, "payment", "CHARGED", statuses(Service.PAYMENT, "payment", "order_id", ""), violations);
        compare(
                orders,
                "reservation",
                "RESERVED",
                statuses(Service.INVENTORY, "reservation", "order_id", ""),
                violations);
        compare(orders, "shipment", "BOOKED", statuses(Service.SHIPPING, "shipment", "order_id", ""), violations);
        return violations;
    }

    private static void compare(
            Map<String, String> orders,
            String step,
            String inEffect,
            Map<String, String> steps,
            List<String> violations) {
        orders.forEach((id, status) -> {
            String found = steps.getOrDefault(id, "none");
            if (status.equals("COMPLETED") != found.equals(inEffect)) {
                violations.add("order " + id + " is " + status + ", its " + step + " is " + found);
            }
        });
    }

    private Map<String, String> statuses(Service service, String table, String key, String where) {
        Map<String, String> statuses = new HashMap<>();
        new Database(system, service)
                .column("select %s || ' ' || status from %s %s".formatted(key, table, where))
                .forEach(row -> statuses.put(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1)));
        return statuses;
    }
}
