package io.counterstep.fulfilment.order.web;

final class BodyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException() {
        super("the body must have at most " + RequestBodies.MAX_BYTES + " bytes");
    }
}
