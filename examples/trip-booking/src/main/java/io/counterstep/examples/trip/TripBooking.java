package io.counterstep.examples.trip;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Participant;
import io.counterstep.examples.trip.BookTrip.Trip;
import io.counterstep.participant.Handlers;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs the saga and all its participants; to move one into a service of its own, move its bean and its table. */
@SpringBootApplication
public class TripBooking {
    private final JdbcClient jdbc;

    TripBooking(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public static void main(String[] args) {
        SpringApplication.run(TripBooking.class, args);
    }

    @Bean
    SagaDefinition<Trip> bookTrip() {
        return BookTrip.definition();
    }

    @Bean
    Handlers flight() {
        return supplier(BookTrip.FLIGHT);
    }

    @Bean
    Handlers hotel() {
        return supplier(BookTrip.HOTEL);
    }

    @Bean
    Handlers car() {
        return supplier(BookTrip.CAR);
    }

    private Handlers supplier(Participant it) {
        String take = "update place set free = free - 1 where supplier = ? and city = ? and free > 0";
        String giveBack = "update place set free = free + 1 where supplier = ? and city = ?";
        return Handlers.of(it)
                .on(BookTrip.ask(it), trip -> answer(trip, take, it.name(), trip.city()))
                .on(BookTrip.undo(it), trip -> answer(trip, giveBack, it.name(), trip.city()))
                .build();
    }

    @Bean
    Handlers bank() {
        String pay = "update account set balance = balance - ? where traveller = ? and balance >= ?";
        return asked(BookTrip.BANK, it -> answer(it, pay, it.price(), it.traveller(), it.price()));
    }

    @Bean
    Handlers mail() {
        return asked(BookTrip.MAIL, it -> answer(it, "insert into mail (trip_id) values (?)", it.tripId()));
    }

    private static Handlers asked(Participant it, Function<Trip, BookTrip.Answer> answer) {
        return Handlers.of(it).on(BookTrip.ask(it), answer).build();
    }

    private BookTrip.Answer answer(Trip trip, String update, Object... values) {
        boolean done = jdbc.sql(update).params(values).update() == 1;
        return done ? new BookTrip.Done(trip.tripId()) : new BookTrip.Refused(trip.tripId(), "nothing is left");
    }
}
