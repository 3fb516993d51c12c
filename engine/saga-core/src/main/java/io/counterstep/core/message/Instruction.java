package io.counterstep.core.message;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A command that cannot be refused, only confirmed; see {@link Participant#instruction}. */
public record Instruction<C>(
        Participant participant, MessageType<C> type, MessageType<?> confirmedBy, Function<C, ?> confirmation)
        implements Command<C> {

    @Override
    public List<MessageType<?>> replies() {
        return List.of(confirmedBy);
    }

    @Override
    public @Nullable MessageType<?> refusal() {
        return null;
    }

    @Override
    public boolean isAnsweredBy(String type) {
        return confirmedBy.name().equals(type);
    }
}
