package io.counterstep.orchestrator;

/** A reply that an operator assumes is none that could have come. */
public final class AssumedReplyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;

    AssumedReplyException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field of the request that is wrong: type or body. */
    public String field() {
        return field;
    }
}
