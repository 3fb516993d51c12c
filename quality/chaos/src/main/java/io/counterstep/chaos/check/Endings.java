package io.counterstep.chaos.check;

import io.counterstep.chaos.check.Books.OrderRow;
import io.counterstep.chaos.check.Books.SagaRow;
import io.counterstep.chaos.load.Accepted;
import io.counterstep.chaos.load.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I1: every accepted order has ended, as its kind demands; so has every other order, and every saga. */
record Endings(Books books, Findings findings) {

    /** A step without an answer until its deadline counts as unknown (G5), so its order is canceled, whatever its kind. */
    private static final String TIMED_OUT = " timed out after ";

    void check(List<Accepted> accepted) {
        Set<String> ids = new HashSet<>();
        long lastUnits = 0;
        for (Accepted one : accepted) {
            ids.add(one.orderId());
            OrderRow order = books.order(one.orderId());
            if (order == null) {
                violation(one.orderId(), "accepted as " + one.kind() + ", but the order service does not know it");
            } else {
                ended(one, order);
                lastUnits += one.kind() == Kind.LAST_ONE && order.status().equals("COMPLETED") ? 1 : 0;
            }
        }
        if (lastUnits > 1) {
            violation("", lastUnits + " orders for the one unit of LAST-ONE are COMPLETED");
        }
        books.orders().forEach((id, order) -> {
            findings.count("orders " + order.status());
            unfinished(id, order, books.saga(id));
        });
        books.sagas().forEach((id, saga) -> {
            findings.count("sagas " + saga.state());
            if (books.order(id) == null && !saga.isFinal()) {
                violation(id, "its saga is " + said(saga) + ", and the order service does not know the order");
            }
        });
        findings.figure("orders accepted", ids.size());
        findings.figure(
                "orders whose 202 was lost",
                books.orders().keySet().stream().filter(it -> !ids.contains(it)).count());
    }

    private void ended(Accepted accepted, OrderRow order) {
        if (!order.isFinal() || accepted.kind().mayEnd(order.status())) {
            return;
        }
        if (order.status().equals("CANCELED") && order.reason().contains(TIMED_OUT)) {
            findings.count("orders canceled because a step timed out");
        } else {
            violation(
                    accepted.orderId(),
                    "%s must end %s, is %s%s"
                            .formatted(
                                    accepted.kind(),
                                    accepted.kind().endings(),
                                    order.status(),
                                    order.reason().isEmpty() ? "" : ": " + order.reason()));
        }
    }

    private void unfinished(String id, OrderRow order, @Nullable SagaRow saga) {
        if (!order.isFinal()) {
            violation(id, "is " + order.status() + ", its saga is " + (saga == null ? Party.NONE : said(saga)));
        } else if (saga != null && !saga.isFinal()) {
            violation(id, "is " + order.status() + ", but its saga is still " + said(saga));
        }
    }

    private static String said(SagaRow saga) {
        return saga.state()
                + (saga.step().isEmpty() ? "" : " at " + saga.step())
                + (saga.reason().isEmpty() ? "" : " (" + saga.reason() + ")");
    }

    private void violation(String orderId, String what) {
        findings.violation(Invariant.I1, orderId, what);
    }
}
