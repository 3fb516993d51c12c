package io.counterstep.architecture.wrong.core.decide;

import java.time.Instant;

class AsksTheClock {
    Instant now = Instant.now();
}
