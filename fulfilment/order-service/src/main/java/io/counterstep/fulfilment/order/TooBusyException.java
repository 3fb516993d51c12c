package io.counterstep.fulfilment.order;

/** A request that was turned away before anything was done for it. */
public final class TooBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooBusyException(String why) {
        super("the request was not begun: " + why);
    }
}
