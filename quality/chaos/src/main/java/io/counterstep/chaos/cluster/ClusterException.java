package io.counterstep.chaos.cluster;

/** A part of the system under test does not do what it was told, for reasons of this machine or because it is broken. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was attempted, what was found, and where to look */
    public ClusterException(String message) {
        super(message);
    }

    /** @param message what was attempted, what was found, and where to look */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
