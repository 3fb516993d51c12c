package io.counterstep.architecture.wrong.fulfilment.order;

import io.counterstep.architecture.wrong.fulfilment.local.Launcher;

public class KnowsLocal {
    Launcher launcher = new Launcher();
}
