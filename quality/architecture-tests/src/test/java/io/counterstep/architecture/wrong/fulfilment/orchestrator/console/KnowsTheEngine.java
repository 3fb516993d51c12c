package io.counterstep.architecture.wrong.fulfilment.orchestrator.console;

import io.counterstep.architecture.wrong.messaging.Engine;

public class KnowsTheEngine {
    public Engine engine;
}
