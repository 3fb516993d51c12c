package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Books.SagaRow;
import io.counterstep.fulfilment.local.Service;
import org.jspecify.annotations.Nullable;

/** I2: each step took effect at most once, and is undone if and only if it took effect and the saga did not complete. */
record Effects(Books books, Database database, Findings findings) {

    /** How often the double-entry ledger says that an order was paid and paid back, against the payment's status. */
    private static final String PAID = """
            select coalesce(payment.order_id, entry.reference), coalesce(payment.status, 'none'),
                   coalesce(entry.paid, 0), coalesce(entry.refunded, 0)
              from payment
              full join (select reference, count(*) filter (where kind = 'PAYMENT') as paid,
                                count(*) filter (where kind = 'REFUND') as refunded
                           from ledger_entry where kind <> 'FUNDING' group by reference) as entry
                on entry.reference = payment.order_id
             where coalesce(entry.paid, 0) <> case when status in ('CHARGED', 'REFUNDED') then 2 else 0 end
                or coalesce(entry.refunded, 0) <> case when status = 'REFUNDED' then 2 else 0 end
            """;

    void check() {
        for (String id : books.known()) {
            for (Party party : Party.values()) {
                onceAndRemembered(id, party);
                undoneIffNotCompleted(id, party, books.entry(id, party), books.saga(id));
            }
        }
        database.each(
                Service.PAYMENT,
                PAID,
                row -> violation(
                        row.getString(1),
                        "its payment is %s, but the double-entry ledger has %d entries of payment and %d of refund"
                                .formatted(row.getString(2), row.getLong(3), row.getLong(4))));
    }

    private void onceAndRemembered(String id, Party party) {
        Entry entry = books.entry(id, party);
        String must = entry == null ? Party.NONE : party.statusBy(entry);
        String is = books.status(party, id);
        if (!is.equals(must)) {
            violation(
                    id,
                    "its %s is %s, by the ledger%s it must be %s"
                            .formatted(party.table(), is, entry == null ? ", which does not know it," : "", must));
        }
    }

    private void undoneIffNotCompleted(String id, Party party, @Nullable Entry entry, @Nullable SagaRow saga) {
        if (saga == null || !saga.isFinal()) {
            return;
        }
        boolean inEffect = entry != null && entry.tookEffect() && entry.compensation() == null;
        boolean completed = saga.state().equals("COMPLETED");
        if (completed && !inEffect) {
            violation(id, "its saga is COMPLETED, but by the ledger step " + party.step() + " is not in effect");
        } else if (!completed && inEffect) {
            violation(id, "its saga is CANCELED, but by the ledger step " + party.step() + " was never undone");
        }
    }

    private void violation(String orderId, String what) {
        findings.violation(Invariant.I2, orderId, what);
    }
}
