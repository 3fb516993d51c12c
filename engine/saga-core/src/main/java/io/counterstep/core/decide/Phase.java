package io.counterstep.core.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a saga is on its way, whether or not something keeps it there. With what it waits for and why it turned back it is
 * the whole {@link SagaState}.
 */
public enum Phase {
    RUNNING,
    COMPLETING,
    COMPENSATING,
    CANCELING,
    COMPLETED,
    CANCELED;

    public static Phase of(SagaState state) {
        return switch (state) {
            case SagaState.Running running -> RUNNING;
            case SagaState.Completing completing -> COMPLETING;
            case SagaState.Compensating compensating -> COMPENSATING;
            case SagaState.Canceling canceling -> CANCELING;
            case SagaState.NeedsAttention attention -> of(attention.stuck());
            case SagaState.Paused paused -> of(paused.held());
            case SagaState.Completed completed -> COMPLETED;
            case SagaState.Canceled canceled -> CANCELED;
        };
    }

    /**
     * The state of a saga in this phase.
     *
     * @param waits what it waits for; one that is stuck makes it need attention
     * @param reason why it turned back; null if it did not
     * @param paused whether an operator keeps it there
     */
    public SagaState state(List<Outstanding> waits, @Nullable String reason, boolean paused) {
        String why = String.valueOf(reason);
        return switch (this) {
            case RUNNING -> kept(new SagaState.Running(waits), paused);
            case COMPLETING -> kept(new SagaState.Completing(waits), paused);
            case COMPENSATING -> kept(new SagaState.Compensating(waits, why), paused);
            case CANCELING -> kept(new SagaState.Canceling(waits, why), paused);
            case COMPLETED -> new SagaState.Completed();
            case CANCELED -> new SagaState.Canceled(why);
        };
    }

    private static SagaState kept(SagaState.Active active, boolean paused) {
        if (paused) {
            return new SagaState.Paused(active);
        }
        boolean stuck = active.waits().stream().anyMatch(it -> it.stuck() != null);
        return stuck ? new SagaState.NeedsAttention(active) : active;
    }

    /** True until it turns back. */
    public boolean isForward() {
        return switch (this) {
            case RUNNING, COMPLETING, COMPLETED -> true;
            case COMPENSATING, CANCELING, CANCELED -> false;
        };
    }

    public boolean isOver() {
        return this == COMPLETED || this == CANCELED;
    }
}
