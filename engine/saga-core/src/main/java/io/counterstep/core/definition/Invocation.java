package io.counterstep.core.definition;

import io.counterstep.core.message.Command;
import java.util.function.Function;

/** A command together with the function that builds it from what the saga knows. */
public record Invocation<S, C>(Command<C> command, Function<SagaData<S>, C> payload) {

    public C build(SagaData<S> data) {
        return payload.apply(data);
    }
}
