package io.counterstep.core.decide;

import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.message.CommandId;
import org.jspecify.annotations.Nullable;

/** What parents are told. */
final class Replies {

    private Replies() {}

    /** @return null if there is nothing to tell yet */
    static @Nullable OutgoingReply of(Phase phase, CommandId asked, @Nullable String reason) {
        return switch (phase) {
            case COMPLETED -> new OutgoingReply(asked, ChildSagas.COMPLETED, new ChildSagas.SagaCompleted());
            case CANCELED ->
                switch (asked.action()) {
                    case INVOKE -> new OutgoingReply(asked, ChildSagas.CANCELED, new ChildSagas.SagaCanceled(reason));
                    case COMPENSATE -> new OutgoingReply(asked, ChildSagas.UNDONE, new ChildSagas.SagaUndone());
                };
            case RUNNING, COMPLETING, COMPENSATING, CANCELING -> null;
        };
    }
}
