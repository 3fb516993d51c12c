package io.counterstep.architecture.wrong.fulfilment.contracts;

import io.counterstep.architecture.wrong.messaging.Engine;

class KnowTheMessaging {
    Engine engine = new Engine();
}
