package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Facts.Order;
import io.counterstep.chaos.check.Rows.LedgerRow;
import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I2: each step took effect at most once, and was undone if and only if it took effect and the saga did not complete. */
final class Effects {

    /** What a participant's own tables call a step that took effect, undone or not. */
    private static final Map<Service, Set<String>> TOOK_EFFECT = Map.of(
            Service.PAYMENT, Set.of("CHARGED", "REFUNDED"),
            Service.INVENTORY, Set.of("RESERVED", "ROLLED_BACK"),
            Service.SHIPPING, Set.of("BOOKED", "CANCELED"));

    private Effects() {}

    static List<Violation> violations(Facts facts) {
        List<Violation> violations = new ArrayList<>();
        TOOK_EFFECT.forEach((service, statuses) -> {
            Map<String, String> effects = facts.effects().getOrDefault(service, Map.of());
            Set<String> remembered = new HashSet<>();
            for (LedgerRow row : facts.ledgers().getOrDefault(service, List.of())) {
                if (row.tookEffect()) {
                    remembered.add(row.orderId());
                    undoneOrNot(facts, service, row, violations);
                }
                boolean effect = statuses.contains(effects.getOrDefault(row.orderId(), "nothing"));
                if (effect != row.tookEffect()) {
                    violations.add(new Violation(
                            "I2",
                            row.orderId(),
                            "%s: the ledger says that %s took %s effect, the tables say %s"
                                    .formatted(
                                            service,
                                            row.step(),
                                            row.tookEffect() ? "" : "no",
                                            effects.getOrDefault(row.orderId(), "nothing"))));
                }
            }
            effects.forEach((orderId, status) -> {
                if (statuses.contains(status) && !remembered.contains(orderId)) {
                    violations.add(new Violation(
                            "I2", orderId, service + ": " + status + ", but the ledger remembers no effect"));
                }
            });
        });
        return violations;
    }

    private static void undoneOrNot(Facts facts, Service service, LedgerRow row, List<Violation> violations) {
        Order order = facts.orders().get(row.orderId());
        if (order == null || order.status().equals("PENDING")) {
            return; // said elsewhere
        }
        if (order.isCompleted() == (row.compensation() != null)) {
            violations.add(new Violation(
                    "I2",
                    row.orderId(),
                    "is %s, but %s of %s is %s"
                            .formatted(
                                    order.status(),
                                    row.step(),
                                    service,
                                    row.compensation() == null ? "not undone" : "undone: " + row.compensation())));
        }
    }
}
