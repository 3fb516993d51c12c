package ${package};

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Books rooms, as {@link Flights} books seats. */
@Component
class Hotels {

    private final JdbcClient jdbc;

    Hotels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Hotel.Reply book(Hotel.BookRoom wanted) {
        int booked = jdbc.sql("update hotel set free = free - 1 where name = ? and free > 0")
                .param(wanted.hotel())
                .update();
        return booked == 1
                ? new Hotel.RoomBooked(wanted.tripId())
                : new Hotel.RoomRefused(wanted.tripId(), "no room is free in " + wanted.hotel());
    }

    void release(Hotel.ReleaseRoom booking) {
        jdbc.sql("update hotel set free = free + 1 where name = ?")
                .param(booking.hotel())
                .update();
    }
}
