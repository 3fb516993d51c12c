package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Facts.Order;
import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** I1 and I5: every accepted order reached an end that its kind allows, and all services agree on every order. */
final class Endings {

    private static final Map<Service, String> IN_EFFECT =
            Map.of(Service.PAYMENT, "CHARGED", Service.INVENTORY, "RESERVED", Service.SHIPPING, "BOOKED");

    private final Facts facts;
    private final List<Violation> violations = new ArrayList<>();
    private long timedOut;

    Endings(Facts facts, List<Accepted> accepted) {
        this.facts = facts;
        accepted.forEach(this::ended);
        facts.orders().values().forEach(this::agreed);
        unknown();
    }

    private void ended(Accepted accepted) {
        Order order = facts.orders().get(accepted.orderId());
        if (order == null) {
            add("I1", accepted.orderId(), "was accepted and is lost");
        } else if (order.status().equals("PENDING")) {
            add("I1", accepted.orderId(), "was accepted and is still PENDING");
        } else if (order.isCompleted() && !accepted.kind().mayComplete()) {
            add("I1", accepted.orderId(), "is COMPLETED, but it is " + accepted.kind());
        } else if (!order.isCompleted() && accepted.kind().mustComplete()) {
            String reason = String.valueOf(order.reason());
            if (reason.contains("timed out") || reason.contains("was not answered")) {
                timedOut++;
            } else {
                add("I1", accepted.orderId(), "is CANCELED, but it is GOOD: " + reason);
            }
        }
    }

    private void agreed(Order order) {
        String saga = facts.sagas().getOrDefault(order.id(), "missing");
        if (!saga.equals(order.status())) {
            String rule = saga.equals("COMPLETED") || saga.equals("CANCELED") ? "I5" : "I1";
            add(rule, order.id(), "is " + order.status() + ", its saga is " + saga);
        }
        IN_EFFECT.forEach((service, inEffect) -> {
            String effect = facts.effects().getOrDefault(service, Map.of()).getOrDefault(order.id(), "nothing");
            if (order.isCompleted() != effect.equals(inEffect)) {
                add("I5", order.id(), "is " + order.status() + ", but " + service + " says " + effect);
            }
        });
    }

    private void unknown() {
        Set<String> known = new TreeSet<>(facts.sagas().keySet());
        facts.effects().values().forEach(it -> known.addAll(it.keySet()));
        known.removeAll(facts.orders().keySet());
        known.forEach(it -> add("I5", it, "is unknown to the order service, but not to others"));
    }

    private void add(String rule, String orderId, String what) {
        violations.add(new Violation(rule, orderId, what));
    }

    List<Violation> violations() {
        return violations;
    }

    /** Orders that nothing was wrong with, but that could not be fulfilled in time. */
    long timedOut() {
        return timedOut;
    }
}
