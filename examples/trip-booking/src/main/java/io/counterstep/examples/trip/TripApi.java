package io.counterstep.examples.trip;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import io.counterstep.participant.Outbox;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Trips over HTTP; what is said twice counts once. */
@RestController
class TripApi {
    private final Outbox outbox;
    private final SagaQueries sagas;

    TripApi(Outbox outbox, SagaQueries sagas) {
        this.outbox = outbox;
        this.sagas = sagas;
    }

    @Transactional
    @PostMapping("/trips")
    public void request(@RequestBody BookTrip.Trip trip) {
        outbox.add(BookTrip.REQUESTED, trip.tripId(), trip);
    }

    @GetMapping("/trips/{id}")
    public ResponseEntity<SagaView> find(@PathVariable String id) {
        return ResponseEntity.of(sagas.find(new SagaId("book-trip", id)));
    }

    @Transactional
    @PostMapping("/trips/{id}/approval")
    public void decide(@PathVariable String id, @RequestBody Decision it) {
        if (it.approved()) {
            outbox.add(BookTrip.APPROVED, id, new BookTrip.Done(id));
        } else {
            outbox.add(BookTrip.REJECTED, id, new BookTrip.Refused(id, it.reason()));
        }
    }

    record Decision(boolean approved, String reason) {}
}
