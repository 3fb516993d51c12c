package io.counterstep.chaos.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** I4: a reply stands in a topic if and only if its ledger row is committed. */
record Replies(Books books, Recording recording, Findings findings) {

    private static final String INVOKE = "/invoke";
    private static final String COMPENSATE = "/compensate";

    /** The command that each type of reply answers, behind the saga. */
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("PAYMENT_SUCCESS", "payment/invoke"),
            Map.entry("PAYMENT_FAILED", "payment/invoke"),
            Map.entry("PAYMENT_CANCELED", "payment/compensate"),
            Map.entry("INVENTORY_SUCCESS", "inventory/invoke"),
            Map.entry("INVENTORY_FAILED", "inventory/invoke"),
            Map.entry("INVENTORY_ROLLED_BACK", "inventory/compensate"),
            Map.entry("SHIPPING_SUCCESS", "shipping/invoke"),
            Map.entry("SHIPPING_FAILED", "shipping/invoke"),
            Map.entry("SHIPPING_CANCELED", "shipping/compensate"),
            Map.entry("ORDER_COMPLETED", "complete/invoke"),
            Map.entry("ORDER_CANCELED", "cancel/invoke"));

    void check() {
        Set<String> ids = new TreeSet<>(recording.orders());
        ids.addAll(books.known());
        for (String id : ids) {
            Map<String, TapeRecord> told = told(id);
            Set<String> kept = kept(id);
            told.forEach((answer, record) -> {
                if (!kept.contains(answer)) {
                    violation(id, "was told " + text(answer) + " at " + record.position() + ", but no ledger has it");
                }
            });
            for (String answer : kept) {
                if (!told.containsKey(answer)) {
                    missing(id, answer);
                }
            }
        }
    }

    /** By service, command and type. */
    private Map<String, TapeRecord> told(String id) {
        Map<String, TapeRecord> told = new TreeMap<>();
        for (TapeRecord record : recording.about(id)) {
            int events = record.topic().indexOf("-events");
            String answers = ANSWERS.get(record.type());
            if (record.injected()
                    || answers == null
                    || events < 0
                    || !record.topic().endsWith("-events")) {
                continue;
            }
            String command = record.inReplyTo();
            String prefix = Books.sagaOf(id) + "/";
            String named = command == null
                    ? answers
                    : command.startsWith(prefix) ? command.substring(prefix.length()) : command;
            told.putIfAbsent(answer(record.topic().substring(0, events), named, record.type()), record);
        }
        return told;
    }

    private Set<String> kept(String id) {
        Set<String> kept = new HashSet<>();
        for (Entry entry : books.ledger(id)) {
            if (entry.request() != null) {
                kept.add(answer(entry.service().label(), entry.step() + INVOKE, entry.request()));
            }
            if (entry.compensation() != null) {
                kept.add(answer(entry.service().label(), entry.step() + COMPENSATE, entry.compensation()));
            }
        }
        return kept;
    }

    private void missing(String id, String answer) {
        String service = answer.substring(0, answer.indexOf(' '));
        if (recording.isUntouched(service + "-events") && recording.isUntouched(service + "-commands")) {
            violation(id, "a ledger has the answer " + text(answer) + ", but no topic has it");
        } else {
            findings.count("answers not looked for, since records were deleted");
        }
    }

    private static String answer(String service, String command, String type) {
        return service + " " + command + " " + type;
    }

    private static String text(String answer) {
        List<String> parts = List.of(answer.split(" ", 3));
        return parts.get(2) + " by " + parts.get(0) + " for " + parts.get(1);
    }

    private void violation(String orderId, String what) {
        findings.violation(Invariant.I4, orderId, what);
    }
}
