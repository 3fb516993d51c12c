package io.counterstep.chaos.cluster;

import java.time.Duration;

/** The only way from clients to one server, through a TCP proxy that can be disturbed. Thread-safe. */
public interface Link {

    /** Such as {@code "orchestrator-2 to PostgreSQL"} or {@code "clients to broker-1"}. */
    String name();

    /** From now on each chunk of bytes arrives that much later, in both directions, in order. */
    void delay(Duration by);

    /** Breaks all connections (RST or FIN) and refuses new ones until healed. */
    void cut();

    /** Keeps connections open and takes new ones, but no byte arrives any more; connections of that time are broken when healed. */
    void goSilent();

    /** Only what the server says no longer arrives: requests take effect, answers are lost. */
    void loseAnswers();

    /** Breaks all connections once; new ones work. */
    void breakConnections();

    /** How many connections were broken or refused and how many transfers delayed or swallowed so far: what shows that it worked. */
    long disturbed();

    /** Everything as it was in the beginning. */
    void heal();
}
