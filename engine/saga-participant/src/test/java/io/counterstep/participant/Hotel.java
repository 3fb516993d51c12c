package io.counterstep.participant;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** A participant to test with: books rooms, one row each; refuses "full", trips over "poison". */
final class Hotel {

    record Book(String orderId, String room) {}

    sealed interface Reply {}

    record Booked(String orderId, String room) implements Reply {}

    record Full(String orderId, String reason) implements Reply, Refusal {}

    record Unbook(String orderId) {}

    record Unbooked(String orderId) {}

    static final Participant HOTEL = new Participant("hotel", "hotel-commands", "hotel-events");

    static final Request<Book, Reply> BOOK = HOTEL.request(
            MessageType.of("ROOM_REQUESTED", Book.class),
            MessageType.of("ROOM_BOOKED", Booked.class),
            MessageType.of("ROOM_REFUSED", Full.class));

    static final Instruction<Unbook> UNBOOK = HOTEL.instruction(
            MessageType.of("ROOM_CANCEL", Unbook.class),
            MessageType.of("ROOM_CANCELED", Unbooked.class),
            it -> new Unbooked(it.orderId()));

    private final JdbcTemplate jdbc;

    Hotel(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.execute("create table if not exists booking (order_id text, room text)");
        jdbc.execute("create table if not exists unbooking (order_id text)");
    }

    Handlers handlers() {
        return Handlers.of(HOTEL).on(BOOK, this::book).on(UNBOOK, this::unbook).build();
    }

    private Reply book(Book command) {
        if (command.room().equals("full")) {
            return new Full(command.orderId(), "no room left");
        }
        jdbc.update("insert into booking values (?, ?)", command.orderId(), command.room());
        if (command.room().startsWith("poison")) {
            throw new IllegalStateException("no room " + command.room() + ": nothing is like " + command.room());
        }
        return new Booked(command.orderId(), command.room());
    }

    private void unbook(Unbook command) {
        jdbc.update("insert into unbooking values (?)", command.orderId());
    }

    List<String> bookings() {
        return jdbc.query(
                "select order_id from booking order by order_id", (row, n) -> String.valueOf(row.getString(1)));
    }

    List<String> unbookings() {
        return jdbc.query(
                "select order_id from unbooking order by order_id", (row, n) -> String.valueOf(row.getString(1)));
    }
}
