package io.counterstep.chaos.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * G4: nobody says ORDER_CANCEL before every compensation that was said is confirmed. Told from the timestamps, which the
 * producers of one machine take from its clock when they send: the saga must have read the confirmation first.
 */
record Confirmations(Recording recording, Findings findings) {

    private static final String CANCEL = "ORDER_CANCEL";

    void check() {
        for (String id : recording.orders()) {
            List<TapeRecord> records = recording.about(id);
            first(records, it -> it.topic().equals("order-commands") && is(it, CANCEL))
                    .ifPresent(cancel -> {
                        for (Party party : Party.values()) {
                            confirmed(id, records, cancel, party);
                        }
                    });
        }
    }

    private void confirmed(String id, List<TapeRecord> records, TapeRecord cancel, Party party) {
        boolean said = first(records, it -> it.topic().equals(party.commands()) && is(it, party.undo()))
                .isPresent();
        if (!said) {
            return;
        }
        // A foreign confirmation is one too, and may stand in any topic of events.
        Optional<TapeRecord> confirmation = first(
                records, it -> Topics.EVENTS.contains(it.topic()) && it.type().equals(party.confirmation()));
        if (!recording.isWhole(party.events())) {
            findings.count("confirmations not looked for, since records were deleted");
        } else if (confirmation.isEmpty()) {
            violation(id, "%s is said, but no %s stands anywhere".formatted(at(cancel), party.confirmation()));
        } else if (confirmation.get().timestamp() > cancel.timestamp()) {
            long early = confirmation.get().timestamp() - cancel.timestamp();
            violation(id, at(cancel) + " is said " + early + " ms before the first " + at(confirmation.get()));
        }
    }

    private static boolean is(TapeRecord record, String type) {
        return !record.injected() && record.type().equals(type);
    }

    private static Optional<TapeRecord> first(List<TapeRecord> records, Predicate<TapeRecord> wanted) {
        return records.stream().filter(wanted).min(Comparator.comparingLong(TapeRecord::timestamp));
    }

    private static String at(TapeRecord record) {
        return record.type() + " at " + record.position();
    }

    private void violation(String orderId, String what) {
        findings.violation(Invariant.G4, orderId, what);
    }
}
