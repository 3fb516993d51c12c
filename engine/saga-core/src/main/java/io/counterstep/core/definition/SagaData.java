package io.counterstep.core.definition;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a saga knows when it builds a command: the message that started it, the replies so far, and, once it turns back,
 * why. Immutable.
 *
 * @param <S> the start message
 */
public final class SagaData<S> {

    private static final char SEPARATOR = '/';

    private final SagaId id;
    private final MessageType<S> startType;
    private final Map<String, Body> facts;
    private final @Nullable String reason;

    /** @param facts the start message by its type, and the replies by {@link #factOf} */
    public SagaData(SagaId id, MessageType<S> startType, Map<String, Body> facts, @Nullable String reason) {
        this.id = id;
        this.startType = startType;
        this.facts = facts;
        this.reason = reason;
    }

    /** The name under which a step's reply is kept. */
    public static String factOf(String step, String type) {
        return step + SEPARATOR + type;
    }

    public SagaId id() {
        return id;
    }

    /** The business key. */
    public String key() {
        return id.key();
    }

    /** The message that started the saga. */
    public S start() {
        return reply(startType);
    }

    /**
     * The reply of that type; the last to arrive if several steps are answered by it.
     *
     * @throws IllegalStateException if no such reply has arrived; a step that may be undone early asks {@link #find}
     */
    public <M> M reply(MessageType<M> type) {
        return find(type)
                .orElseThrow(() ->
                        new IllegalStateException("saga " + id + " has no " + type + " yet, only " + facts.keySet()));
    }

    /** The same, empty if none has arrived. */
    public <M> Optional<M> find(MessageType<M> type) {
        String ending = SEPARATOR + type.name();
        Body last = null;
        for (Map.Entry<String, Body> fact : facts.entrySet()) {
            if (fact.getKey().equals(type.name()) || fact.getKey().endsWith(ending)) {
                last = fact.getValue();
            }
        }
        return Optional.ofNullable(last).map(body -> body.as(type));
    }

    /** The reply of that type to that step; empty if none has arrived. */
    public <M> Optional<M> find(String step, MessageType<M> type) {
        return Optional.ofNullable(facts.get(factOf(step, type.name()))).map(body -> body.as(type));
    }

    /** Why the saga is being canceled, for people; empty while it runs forward. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
