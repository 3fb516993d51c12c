package io.counterstep.participant;

import io.counterstep.core.message.Event;

/**
 * Publishes an event if and only if the current transaction commits (the transactional outbox pattern). For facts that
 * are born outside Kafka, such as an HTTP request; a handler's reply needs none.
 */
public interface Outbox {

    /**
     * Adds an event to the current transaction. It is published right after the commit, and swept up later if the process
     * died in between: at least once, in the order of adding for each key.
     *
     * @param key the business key, also the record's key
     * @throws IllegalStateException if no transaction is active
     */
    <E> void add(Event<E> event, String key, E payload);
}
