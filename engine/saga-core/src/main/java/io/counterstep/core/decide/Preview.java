package io.counterstep.core.decide;

import io.counterstep.core.definition.SagaDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation would do, from the very function that would do it. Nothing is saved and nothing is sent. */
public sealed interface Preview {

    /** It would be refused. */
    record Refused(Decision.Reason reason) implements Preview {}

    /**
     * It would be done.
     *
     * @param after the saga afterwards; what a closed gate would hold back is among what it waits for
     * @param commands what would go out, in that order
     * @param irreversible what nobody can take back afterwards, one sentence each, for people; empty if there is nothing
     */
    record Effect(
            SagaInstance after,
            List<OutgoingCommand> commands,
            @Nullable OutgoingReply reply,
            List<String> irreversible)
            implements Preview {}

    /**
     * @throws IllegalArgumentException if the saga belongs to another definition, or the reply to be assumed does not fit
     *     its type
     */
    static Preview of(SagaDefinition<?> definition, SagaInstance saga, Input.Operation operation, Moment moment) {
        return switch (Decider.decide(definition, saga, operation, moment)) {
            case Decision.Ignored ignored -> new Refused(ignored.reason());
            case Decision.Repeated repeated ->
                new Effect(saga, repeated.commands(), repeated.reply(), List.<String>of());
            case Decision.Moved moved ->
                new Effect(
                        moved.saga(),
                        moved.commands(),
                        moved.reply(),
                        new Consequences(definition, saga, operation, moved).sentences());
        };
    }
}
