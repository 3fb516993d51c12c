package io.counterstep.fulfilment.order.web;

final class UnknownOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownOrderException(String id) {
        super("there is no order " + Texts.quoted(id));
    }
}
