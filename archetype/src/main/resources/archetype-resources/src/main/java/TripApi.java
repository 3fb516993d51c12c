package ${package};

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Trips over HTTP. */
@RestController
class TripApi {

    private final Trips trips;

    TripApi(Trips trips) {
        this.trips = trips;
    }

    @PostMapping("/trips")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void plan(@RequestBody Trip.Planned trip) {
        trips.plan(trip);
    }

    @GetMapping("/trips/{id}")
    ResponseEntity<Trips.State> find(@PathVariable String id) {
        return ResponseEntity.of(trips.find(id));
    }
}
