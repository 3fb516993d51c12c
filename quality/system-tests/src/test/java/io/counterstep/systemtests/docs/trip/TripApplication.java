package io.counterstep.systemtests.docs.trip;

import io.counterstep.participant.Handlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Orchestrator and all participants of the trip in one service, as a first try would have them. */
@SpringBootApplication(proxyBeanMethods = false)
class TripApplication {

    /** How each trip ended. */
    final Map<String, String> ends = new ConcurrentHashMap<>();

    @Bean
    Handlers flight() {
        return Handlers.of(Flight.FLIGHT)
                .on(Flight.BOOK, it -> new Flight.SeatBooked(it.tripId()))
                .on(Flight.RELEASE, it -> {})
                .build();
    }

    @Bean
    Handlers trip() {
        return Handlers.of(Trip.TRIP)
                .on(Trip.CONFIRM, it -> ends.put(it.tripId(), "confirmed"))
                .on(Trip.CANCEL, it -> ends.put(it.tripId(), it.reason()))
                .build();
    }
}
