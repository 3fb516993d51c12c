package io.counterstep.core.migrate;

import io.counterstep.core.decide.SagaState;

/** Which way a saga goes, whatever keeps it where it stands. */
enum Standing {
    FORWARD,
    COMPLETING,
    BACK,
    CANCELING,
    OVER;

    static Standing of(SagaState state) {
        return switch (state) {
            case SagaState.Running running -> FORWARD;
            case SagaState.Completing completing -> COMPLETING;
            case SagaState.Compensating compensating -> BACK;
            case SagaState.Canceling canceling -> CANCELING;
            case SagaState.NeedsAttention attention -> of(attention.stuck());
            case SagaState.Paused paused -> of(paused.held());
            case SagaState.Final over -> OVER;
        };
    }
}
