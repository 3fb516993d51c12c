package ${package};

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Books seats. The engine calls it in a transaction, once for each trip: there is nothing to write for duplicates. */
@Component
class Flights {

    private final JdbcClient jdbc;

    Flights(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Flight.Reply book(Flight.BookSeat wanted) {
        int booked = jdbc.sql("update flight set free = free - 1 where code = ? and free > 0")
                .param(wanted.flight())
                .update();
        return booked == 1
                ? new Flight.SeatBooked(wanted.tripId())
                : new Flight.SeatRefused(wanted.tripId(), "no seat is free on " + wanted.flight());
    }

    void release(Flight.ReleaseSeat booking) {
        jdbc.sql("update flight set free = free + 1 where code = ?")
                .param(booking.flight())
                .update();
    }
}
