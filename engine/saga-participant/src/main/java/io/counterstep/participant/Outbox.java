package io.counterstep.participant;

import io.counterstep.core.message.Event;
import java.util.List;
import java.util.function.Function;

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

    /**
     * Adds many events of one type, in their order, as {@link #add} does; the engine's own outbox with one statement for
     * all of them.
     *
     * @param key the business key of each
     * @throws IllegalStateException if no transaction is active
     */
    default <E> void addAll(Event<E> event, Function<? super E, String> key, List<E> payloads) {
        payloads.forEach(payload -> add(event, key.apply(payload), payload));
    }

    /**
     * How many events are committed and not yet published, as while Kafka is away, so that a service can take on less. Costs
     * the same however many there are; the engine's own outbox may say more than there are, never less.
     */
    long unpublished();
}
