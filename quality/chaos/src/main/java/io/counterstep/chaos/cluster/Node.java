package io.counterstep.chaos.cluster;

/**
 * A process of the system under test: a broker, PostgreSQL, or an instance of a service. Each method returns when it is done;
 * each may be called in any state and does nothing if there is nothing to do. Used by one thread at a time.
 */
public interface Node {

    /** Such as {@code "broker-1"}, {@code "postgres"} or {@code "payment-2"}. */
    String name();

    /** Whether its process runs, stopped by a signal or not. */
    boolean isUp();

    /** Starts it on the data it had, and waits until it answers. */
    void start();

    /** The same, without waiting until it answers. */
    void launch();

    /** Ends it in order. */
    void stop();

    /** kill -9. PostgreSQL: an immediate stop, as if its machine had failed. */
    void kill();

    /** SIGSTOP. Of PostgreSQL: all its processes. */
    void freeze();

    /** SIGCONT. */
    void thaw();
}
