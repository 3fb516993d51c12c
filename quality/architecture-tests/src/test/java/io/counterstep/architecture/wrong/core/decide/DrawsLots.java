package io.counterstep.architecture.wrong.core.decide;

import java.util.UUID;

class DrawsLots {
    UUID id = UUID.randomUUID();
}
