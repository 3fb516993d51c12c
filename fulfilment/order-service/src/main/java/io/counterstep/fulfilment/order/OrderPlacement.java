package io.counterstep.fulfilment.order;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Places orders: the order and its ORDER_CREATED are stored in one transaction or not at all. Those that come at the same
 * time share a transaction, but no fate. Thread-safe.
 *
 * <p>Each writer uses one connection. When the service stops, what was taken is finished.
 */
@Component
public class OrderPlacement implements DisposableBean {

    /** Longer than any burst that the service can work off; who waits longer is better told to come back. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * While one group waits for the disk, or for another instance that stores one of its keys, the next is written. More
     * writers would only make smaller groups.
     */
    static final int WRITERS = 2;

    /** Orders in one transaction; more would make it longer without making it cheaper for each. */
    static final int MAX_GROUP = 256;

    /** As many connections as Tomcat takes by default, so a client meets it only if that was raised. */
    static final int MAX_WAITING = 8_192;

    private final RequestGroups<Placement, PlacementOutcome> groups;
    private final Backlog backlog;

    OrderPlacement(PlacementTransactions transactions, Backlog backlog) {
        this.backlog = backlog;
        this.groups = RequestGroups.start(
                "order-writer",
                new RequestGroups.Bounds(WRITERS, MAX_GROUP, MAX_WAITING, PATIENCE),
                transactions::place);
    }

    /**
     * Places an order, or finds the one that the same request with the same key placed before. Returns after the commit.
     *
     * @param idempotencyKey what makes two requests of a customer the same one, or null if each stands for itself
     * @throws RejectedRequestException if the catalogue cannot serve it, or the key stands for another request
     * @throws TooBusyException if it was not begun within {@link #PATIENCE}, or too many orders are on their way; nothing is
     *     stored then
     */
    public Order place(OrderRequest request, @Nullable String idempotencyKey) {
        backlog.requireRoom();
        return switch (groups.ask(new Placement(request, idempotencyKey))) {
            case PlacementOutcome.Placed placed -> placed.order();
            case PlacementOutcome.NotPlaced notPlaced -> throw notPlaced.why();
        };
    }

    /** How many wait to be taken at this moment. */
    int waiting() {
        return groups.waiting();
    }

    @Override
    public void destroy() {
        groups.close();
    }
}
