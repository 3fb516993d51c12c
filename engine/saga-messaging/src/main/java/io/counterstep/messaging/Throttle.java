package io.counterstep.messaging;

/** Says how much of a topic may be handled now. Implementations are thread-safe. */
public interface Throttle {

    /**
     * Grants room for that many records of the topic, or for fewer; each grant is followed by {@link #done}.
     *
     * @return 0 if the topic has to wait
     */
    int reserve(String topic, int wanted);

    /** What was granted has been handled, or has failed. */
    void done(String topic, int reserved);
}
