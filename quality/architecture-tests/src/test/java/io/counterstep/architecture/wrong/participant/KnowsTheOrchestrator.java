package io.counterstep.architecture.wrong.participant;

import io.counterstep.architecture.wrong.orchestrator.KnowsTheParticipant;

public class KnowsTheOrchestrator {
    KnowsTheParticipant orchestrator = new KnowsTheParticipant();
}
