package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** I3: money and stock add up, within each service and between them. */
final class Conservation {

    private static final List<String> MONEY = List.of("""
            select 'the entries of ' || reference || ' ' || kind || ' sum up to ' || sum(amount) || ', they are ' || count(*)
              from ledger_entry group by reference, kind having sum(amount) <> 0 or count(*) <> 2
            """, """
            select customer_id || ' has ' || balance || ', the entries say ' || coalesce(entries.amount, 0)
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
            """);

    private static final String STOCK = """
            select sku || ': ' || on_hand || ' on hand, ' || available || ' available, ' || reserved || ' reserved, '
                   || lines.quantity || ' in reservations'
              from current_stock
             cross join lateral (
                       select coalesce(sum(line.quantity), 0) as quantity
                         from reservation_line line
                         join reservation using (order_id)
                        where line.sku = current_stock.sku and status = 'RESERVED') as lines
             where available + reserved <> on_hand or reserved <> lines.quantity or available < 0
            """;

    private static final String MERCHANT =
            "select 'merchant', coalesce(sum(amount), 0) from ledger_entry where account = 'system:merchant'";
    private static final String COMPLETED =
            "select 'merchant', coalesce(sum(total_minor_units), 0) from orders where status = 'COMPLETED'";
    private static final String RESERVED = "select sku, reserved from current_stock where reserved > 0";
    private static final String SOLD = """
            select line ->> 'sku', sum((line ->> 'quantity')::int) from orders, jsonb_array_elements(lines) as line
             where status = 'COMPLETED' group by 1""";

    private Conservation() {}

    static List<Violation> violations(Rows rows) {
        List<Violation> violations = new ArrayList<>();
        MONEY.forEach(sql ->
                rows.texts(Service.PAYMENT, sql).forEach(it -> violations.add(new Violation("I3", null, it))));
        rows.texts(Service.INVENTORY, STOCK).forEach(it -> violations.add(new Violation("I3", null, it)));
        compare("has", rows.byKey(Service.PAYMENT, MERCHANT), rows.byKey(Service.ORDER, COMPLETED), violations);
        compare("reserved is", rows.byKey(Service.INVENTORY, RESERVED), rows.byKey(Service.ORDER, SOLD), violations);
        return violations;
    }

    private static void compare(
            String verb, Map<String, String> found, Map<String, String> expected, List<Violation> violations) {
        TreeSet<String> names = new TreeSet<>(new HashMap<>(found).keySet());
        names.addAll(expected.keySet());
        for (String name : names) {
            String is = found.getOrDefault(name, "0");
            String should = expected.getOrDefault(name, "0");
            if (!is.equals(should)) {
                violations.add(new Violation(
                        "I3", null, "%s: %s %s, completed orders are worth %s".formatted(name, verb, is, should)));
            }
        }
    }
}
