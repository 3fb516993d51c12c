package io.counterstep.core.definition;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import org.jspecify.annotations.Nullable;

/** The orchestrator as a participant in sagas of its own: the vocabulary by which a saga starts another and undoes it. */
public final class ChildSagas {

    /** The orchestrator itself; the saga table is its ledger. */
    public static final Participant PARTICIPANT = new Participant("sagas", "saga-commands", "saga-events");

    public static final MessageType<SagaCompleted> COMPLETED = MessageType.of("SAGA_COMPLETED", SagaCompleted.class);
    public static final MessageType<SagaCanceled> CANCELED = MessageType.of("SAGA_CANCELED", SagaCanceled.class);
    public static final MessageType<SagaUndo> UNDO_TYPE = MessageType.of("SAGA_UNDO", SagaUndo.class);
    public static final MessageType<SagaUndone> UNDONE = MessageType.of("SAGA_UNDONE", SagaUndone.class);

    /** Turns a child back, from wherever it stands. */
    public static final Instruction<SagaUndo> UNDO =
            PARTICIPANT.instruction(UNDO_TYPE, UNDONE, undo -> new SagaUndone());

    private ChildSagas() {}

    /** How a child of that definition is asked for: by the message that starts it. */
    static <C> Request<C, Object> request(SagaDefinition<C> child) {
        return PARTICIPANT.request(child.startedBy().type(), COMPLETED, CANCELED);
    }

    /** The child has reached its good end. */
    public record SagaCompleted() {}

    /** The child has undone itself. */
    public record SagaCanceled(@Nullable String reason) implements Refusal {}

    /**
     * Asks for the child's undoing.
     *
     * @param saga the name of the child's definition
     */
    public record SagaUndo(@Nullable String saga) {}

    /** The child is undone, or will never be. */
    public record SagaUndone() {}
}
