package io.counterstep.fulfilment.order;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, for example {@code lines[0].quantity}; empty for the request as a whole
 * @param detail what must be and what was found
 */
public record Mistake(Kind kind, String field, String detail) {

    public enum Kind {
        /** Not of the form that is read: missing, of the wrong type, unknown. */
        MALFORMED,
        /** Well-formed, but not to be fulfilled: out of range, not in the catalogue. */
        UNACCEPTABLE
    }

    public static Mistake malformed(String field, String detail) {
        return new Mistake(Kind.MALFORMED, field, detail);
    }

    public static Mistake unacceptable(String field, String detail) {
        return new Mistake(Kind.UNACCEPTABLE, field, detail);
    }
}
