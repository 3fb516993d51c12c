package io.counterstep.architecture.wrong.orchestrator;

import io.counterstep.architecture.wrong.participant.KnowsTheOrchestrator;

public class KnowsTheParticipant {
    KnowsTheOrchestrator participant = new KnowsTheOrchestrator();
}
