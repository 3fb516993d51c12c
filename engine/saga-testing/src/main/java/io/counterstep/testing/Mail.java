package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.message.SagaId;

/** A record on its way in a simulation. */
sealed interface Mail {

    record ToOrchestrator(SagaId saga, Input.Delivered input) implements Mail {}

    record ToParticipant(OutgoingCommand command) implements Mail {}
}
