package io.counterstep.architecture.wrong.fulfilment.payment;

import io.counterstep.architecture.wrong.messaging.Engine;

class LooksBehindTheFace {
    Engine engine = new Engine();
}
