package io.counterstep.fulfilment.order.web;

final class TooBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooBusyException(String why) {
        super("the request was not begun: " + why);
    }
}
