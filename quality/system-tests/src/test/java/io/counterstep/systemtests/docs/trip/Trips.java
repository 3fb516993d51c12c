package io.counterstep.systemtests.docs.trip;

import io.counterstep.participant.Outbox;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

// region start
@Component
class Trips {

    private final Outbox outbox;

    Trips(Outbox outbox) {
        this.outbox = outbox;
    }

    @Transactional // with the rows that the service writes about the trip itself
    public void plan(Trip.Planned trip) {
        outbox.add(Trip.PLANNED, trip.tripId(), trip);
    }
}
// endregion
