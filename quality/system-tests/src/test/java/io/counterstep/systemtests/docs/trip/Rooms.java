package io.counterstep.systemtests.docs.trip;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

// region handler
/** Books rooms: plain methods; the engine calls them in a transaction, once for each trip. */
@Component
class Rooms {

    private final JdbcTemplate jdbc;

    Rooms(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Hotel.Reply book(Hotel.BookRoom wanted) {
        List<Integer> room = jdbc.query("""
                update room set trip_id = ? where number =
                    (select number from room where trip_id is null limit 1 for update skip locked)
                returning number""", (row, n) -> row.getInt(1), wanted.tripId());
        return room.isEmpty()
                ? new Hotel.RoomRefused(wanted.tripId(), "no room is free")
                : new Hotel.RoomBooked(wanted.tripId(), room.getFirst());
    }

    void release(Hotel.ReleaseRoom booking) {
        jdbc.update("update room set trip_id = null where trip_id = ?", booking.tripId());
    }
}
// endregion
