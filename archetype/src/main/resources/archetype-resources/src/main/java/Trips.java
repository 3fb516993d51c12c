package ${package};

import io.counterstep.participant.Outbox;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts sagas, and learns how they end. */
@Component
class Trips {

    /** @param status PLANNED, CONFIRMED or CANCELED */
    record State(String id, String status, String reason) {}

    private final JdbcClient jdbc;
    private final Outbox outbox;

    Trips(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    /** Planning a trip that is known does nothing: a client may safely ask again. */
    @Transactional // the row and the event, both or neither
    public void plan(Trip.Planned trip) {
        int added = jdbc.sql(
                        "insert into trip (id, flight, hotel, status) values (?, ?, ?, 'PLANNED') on conflict do nothing")
                .params(trip.tripId(), trip.flight(), trip.hotel())
                .update();
        if (added == 1) {
            outbox.add(Trip.PLANNED, trip.tripId(), trip);
        }
    }

    Optional<State> find(String tripId) {
        return jdbc.sql("select id, status, coalesce(reason, '') as reason from trip where id = ?")
                .param(tripId)
                .query(State.class)
                .optional();
    }

    void confirm(Trip.Confirm trip) {
        jdbc.sql("update trip set status = 'CONFIRMED' where id = ?")
                .param(trip.tripId())
                .update();
    }

    void cancel(Trip.Cancel trip) {
        jdbc.sql("update trip set status = 'CANCELED', reason = ? where id = ?")
                .params(trip.reason(), trip.tripId())
                .update();
    }
}
