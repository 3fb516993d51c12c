package io.counterstep.architecture.wrong.fulfilment.payment;

import io.counterstep.architecture.wrong.orchestrator.KnowsTheParticipant;

class Orchestrates {
    KnowsTheParticipant orchestrator = new KnowsTheParticipant();
}
