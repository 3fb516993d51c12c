package io.counterstep.testing;

/**
 * A record on its way in an exploration.
 *
 * @param what the position of the command that it is or answers in {@link World#commands}, or of the awaited step; 0 if
 *     its kind says all
 * @param refusal true for a refusal, and for the event that turns the saga back
 * @param delivery which record it is: the same one is a redelivery
 */
record Letter(Kind kind, int what, boolean refusal, int delivery) {

    enum Kind {
        START,
        CANCEL_WISH,
        EVENT,
        COMMAND,
        REPLY,
        FAILURE,
        UNDO
    }

    /** What it says, whichever record it is. */
    int content() {
        return (kind.ordinal() << 16) | (what << 1) | (refusal ? 1 : 0);
    }

    Letter as(int otherDelivery) {
        return new Letter(kind, what, refusal, otherDelivery);
    }

    String deliveryId() {
        return "record " + delivery;
    }
}
