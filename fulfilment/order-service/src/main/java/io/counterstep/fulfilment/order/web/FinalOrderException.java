package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.Order;

final class FinalOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FinalOrderException(Order order) {
        super("order " + order.id() + " is " + order.status() + " since " + order.finishedAt()
                + "; only a PENDING order can be canceled");
    }
}
