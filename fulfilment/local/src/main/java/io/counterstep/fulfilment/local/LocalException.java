package io.counterstep.fulfilment.local;

/**
 * The local system cannot do what was asked, for a reason that the person at the terminal can remove.
 *
 * <p>The message is what a person reads first: what was attempted and found, then, on its own line, what to do.
 */
public final class LocalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param found what was attempted and what was found, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public LocalException(String found, String remedy) {
        super(found + System.lineSeparator() + remedy);
    }

    /**
     * @param found what was attempted and what was found, as a sentence
     * @param remedy what to do about it, as a sentence
     * @param cause for the log; its message is not shown to the person
     */
    public LocalException(String found, String remedy, Throwable cause) {
        super(found + System.lineSeparator() + remedy, cause);
    }
}
