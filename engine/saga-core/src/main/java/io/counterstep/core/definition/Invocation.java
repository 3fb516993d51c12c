package io.counterstep.core.definition;

import io.counterstep.core.message.Command;
import java.util.function.Function;

/**
 * A command together with the functions that build it from what the saga knows.
 *
 * @param key the record's key: the saga's own business key, unless the command starts a child saga with another one
 */
public record Invocation<S, C>(
        Command<C> command, Function<SagaData<S>, C> payload, Function<SagaData<S>, String> key) {

    public Invocation(Command<C> command, Function<SagaData<S>, C> payload) {
        this(command, payload, SagaData::key);
    }

    public C build(SagaData<S> data) {
        return payload.apply(data);
    }
}
