package io.counterstep.orchestrator;

import io.counterstep.core.decide.Transition;
import io.counterstep.core.message.SagaId;

/** A transition and whose it is: those of different sagas in one batch may be equal in everything else. */
record HistoryLine(SagaId saga, Transition transition) {}
