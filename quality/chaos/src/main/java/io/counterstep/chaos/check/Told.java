package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Facts.Order;
import io.counterstep.chaos.check.Rows.LedgerRow;
import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * I4: a reply was told if and only if it stands in its participant's ledger. G4: an order was told CANCELED only after each
 * compensation that was asked for had been confirmed.
 */
final class Told {

    /** A compensating command and what confirms it. */
    private static final Map<String, String> CONFIRMED_BY = Map.of(
            "PAYMENT_CANCEL", "PAYMENT_CANCELED",
            "INVENTORY_ROLLBACK", "INVENTORY_ROLLED_BACK",
            "SHIPPING_CANCEL", "SHIPPING_CANCELED");

    private static final String CANCEL = "ORDER_CANCEL";
    private static final Set<String> NO_REPLIES = Set.of("ORDER_CREATED", "ORDER_CANCEL_REQUESTED");
    private static final Pattern TECHNICAL = Pattern.compile("TECHNICAL_FAILURE|LEDGER_.*");

    private final Tape tape;
    private final Facts facts;
    private final List<Entry> entries;
    private final Map<String, Map<String, Long>> first = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    Told(Tape tape, Facts facts) {
        this.tape = tape;
        this.facts = facts;
        this.entries = tape.entries();
        for (Entry it : entries) {
            String orderId = it.orderId();
            if (orderId != null && !it.injected() && !it.isDeadLetter()) {
                first.computeIfAbsent(orderId, id -> new HashMap<>()).merge(it.type(), it.timestamp(), Math::min);
            }
        }
        Facts.PARTICIPANTS.forEach(this::replies);
        facts.orders().values().forEach(this::canceledAfterUndone);
        if (tape.missed().getOrDefault("tape", 0L) > 0) {
            violations.add(new Violation("I6", null, "the tape was too short"));
        }
    }

    private void replies(Service service) {
        String topic = service.label() + "-events";
        Map<String, Set<String>> stored = new HashMap<>();
        for (LedgerRow row : facts.ledgers().getOrDefault(service, List.of())) {
            store(stored, row.orderId(), row.request());
            store(stored, row.orderId(), row.compensation());
        }
        Map<String, Set<String>> said = new HashMap<>();
        for (Entry it : entries) {
            String orderId = it.orderId();
            if (it.topic().equals(topic)
                    && !it.injected()
                    && orderId != null
                    && !NO_REPLIES.contains(it.type())
                    && !TECHNICAL.matcher(it.type()).matches()) {
                said.computeIfAbsent(orderId, id -> new HashSet<>()).add(it.type());
            }
        }
        said.forEach((orderId, types) -> missing(types, stored.getOrDefault(orderId, Set.of()))
                .forEach(type -> add("I4", orderId, service + " told " + type + ", its ledger does not know it")));
        if (tape.missed().getOrDefault(topic, 0L) == 0) {
            stored.forEach((orderId, types) -> missing(types, said.getOrDefault(orderId, Set.of()))
                    .forEach(type -> add("I4", orderId, service + " remembers " + type + ", but never told it")));
        }
    }

    private static void store(Map<String, Set<String>> stored, String orderId, @Nullable String type) {
        if (type != null) {
            stored.computeIfAbsent(orderId, id -> new HashSet<>()).add(type);
        }
    }

    private static Set<String> missing(Set<String> all, Set<String> there) {
        Set<String> missing = new HashSet<>(all);
        missing.removeAll(there);
        return missing;
    }

    private void canceledAfterUndone(Order order) {
        Map<String, Long> types = first.getOrDefault(order.id(), Map.of());
        Long canceled = types.get(CANCEL);
        if (canceled == null) {
            return;
        }
        CONFIRMED_BY.forEach((command, confirmation) -> {
            Long confirmed = types.get(confirmation);
            boolean asked = types.containsKey(command);
            if (asked && confirmed == null && nothingMissed(confirmation)) {
                add("G4", order.id(), "was told CANCELED, but its " + command + " was never confirmed");
            } else if (asked && confirmed != null && confirmed > canceled) {
                add(
                        "G4",
                        order.id(),
                        "was told CANCELED %d ms before its %s was confirmed".formatted(confirmed - canceled, command));
            }
        });
    }

    private boolean nothingMissed(String confirmation) {
        String topic = confirmation.substring(0, confirmation.indexOf('_')).toLowerCase(java.util.Locale.ROOT) + "-events";
        return tape.missed().getOrDefault(topic, 0L) == 0;
    }

    private void add(String rule, String orderId, String what) {
        violations.add(new Violation(rule, orderId, what));
    }

    List<Violation> violations() {
        return violations;
    }

    Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("records", (long) entries.size());
        figures.put("injected", entries.stream().filter(Entry::injected).count());
        figures.put("dead letters", entries.stream().filter(Entry::isDeadLetter).count());
        figures.put(
                "dead letters of records that were not injected",
                entries.stream().filter(it -> it.isDeadLetter() && !it.injected()).count());
        figures.put(
                "records deleted before they were read by the checker",
                tape.missed().values().stream().mapToLong(it -> it).sum());
        return figures;
    }
}
