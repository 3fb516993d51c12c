package io.counterstep.core.message;

import java.util.function.Function;

/** A command that cannot be refused, only confirmed; see {@link Participant#instruction}. */
public record Instruction<C>(
        Participant participant, MessageType<C> type, MessageType<?> confirmedBy, Function<C, ?> confirmation)
        implements Command<C> {

    @Override
    public boolean isAnsweredBy(String type) {
        return confirmedBy.name().equals(type);
    }
}
