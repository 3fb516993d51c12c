package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.SagaState.Active;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A saga's state as columns: the state's wire name, and what it waits for. Which {@link SagaState} it is follows from the
 * step and the action, so nothing is stored twice.
 */
record StateColumns(
        Status status,
        @Nullable Outstanding outstanding,
        @Nullable String reason,
        @Nullable String attention) {

    static StateColumns of(SagaState state) {
        return switch (state) {
            case SagaState.TurnedBack back -> new StateColumns(back.status(), back.outstanding(), back.reason(), null);
            case Active active -> new StateColumns(active.status(), active.outstanding(), null, null);
            case SagaState.NeedsAttention attention -> {
                StateColumns stuck = of(attention.stuck());
                yield new StateColumns(attention.status(), stuck.outstanding(), stuck.reason(), attention.why());
            }
            case SagaState.Completed completed -> new StateColumns(completed.status(), null, null, null);
            case SagaState.Canceled canceled -> new StateColumns(canceled.status(), null, canceled.reason(), null);
        };
    }

    static SagaState read(SagaId id, ResultSet row) throws SQLException {
        Status status = Status.valueOf(row.getString("state"));
        String reason = row.getString("reason");
        return switch (status) {
            case COMPLETED -> new SagaState.Completed();
            case CANCELED -> new SagaState.Canceled(String.valueOf(reason));
            case RUNNING, COMPENSATING -> active(outstanding(id, row), reason);
            case NEEDS_ATTENTION ->
                new SagaState.NeedsAttention(
                        active(outstanding(id, row), reason), String.valueOf(row.getString("attention")));
        };
    }

    private static Active active(Outstanding outstanding, @Nullable String reason) {
        return switch (outstanding.command().step()) {
            case SagaDefinition.COMPLETE -> new SagaState.Completing(outstanding);
            case SagaDefinition.CANCEL -> new SagaState.Canceling(outstanding, String.valueOf(reason));
            default ->
                switch (outstanding.command().action()) {
                    case INVOKE -> new SagaState.Running(outstanding);
                    case COMPENSATE -> new SagaState.Compensating(outstanding, String.valueOf(reason));
                };
        };
    }

    private static Outstanding outstanding(SagaId id, ResultSet row) throws SQLException {
        return new Outstanding(
                new CommandId(id, row.getString("step"), Action.ofWireName(row.getString("action"))),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getTimestamp("resend_at").toInstant(),
                instant(row.getTimestamp("deadline_at")),
                row.getString("caused_by"));
    }

    static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
