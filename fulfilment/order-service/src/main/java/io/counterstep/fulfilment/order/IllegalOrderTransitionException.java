package io.counterstep.fulfilment.order;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command contradicts the order it is about: it would end an order that has ended otherwise, or that is unknown. */
public final class IllegalOrderTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String orderId;
    private final OrderStatus wanted;
    private final @Nullable OrderStatus found;

    IllegalOrderTransitionException(String orderId, OrderStatus wanted, @Nullable OrderStatus found) {
        super("cannot make order " + orderId + " " + wanted + ": "
                + (found == null ? "this database has no such order" : "it is " + found + ", which is final")
                + "; compare with its saga and resolve the difference there");
        this.orderId = orderId;
        this.wanted = wanted;
        this.found = found;
    }

    public String orderId() {
        return orderId;
    }

    public OrderStatus wanted() {
        return wanted;
    }

    /** Empty if there is no such order. */
    public Optional<OrderStatus> found() {
        return Optional.ofNullable(found);
    }
}
