package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Books.OrderRow;
import io.counterstep.chaos.check.Books.SagaRow;

/** I5: all services say the same of each order, accepted or not. Orders that have not ended are a matter of I1. */
record Agreement(Books books, Findings findings) {

    void check() {
        for (String id : books.known()) {
            OrderRow order = books.order(id);
            if (order == null) {
                violation(id, "the order service does not know it, but others do: " + others(id));
            } else if (order.isFinal()) {
                agree(id, order);
            }
        }
    }

    private void agree(String id, OrderRow order) {
        SagaRow saga = books.saga(id);
        if (saga == null) {
            violation(id, "is " + order.status() + ", but has no saga");
        } else if (saga.isFinal() && !saga.state().equals(order.status())) {
            violation(id, "is " + order.status() + ", but its saga is " + saga.state());
        }
        for (Party party : Party.values()) {
            String status = books.status(party, id);
            if (order.status().equals("COMPLETED") != status.equals(party.inEffect())) {
                violation(id, "is " + order.status() + ", but its " + party.table() + " is " + status);
            }
        }
    }

    private String others(String id) {
        SagaRow saga = books.saga(id);
        StringBuilder said = new StringBuilder("saga " + (saga == null ? Party.NONE : saga.state()));
        for (Party party : Party.values()) {
            said.append(", ").append(party.table()).append(' ').append(books.status(party, id));
        }
        books.ledger(id)
                .forEach(it -> said.append(", ledger of ")
                        .append(it.service())
                        .append(" has step ")
                        .append(it.step()));
        return said.toString();
    }

    private void violation(String orderId, String what) {
        findings.violation(Invariant.I5, orderId, what);
    }
}
