package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.IncomingMessage;

/** A message as what it means to one saga. */
record Delivery(IncomingMessage message, SagaId saga, Input input) {}
