package ${package};

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The orchestrator and all participants in one service. To give a participant a service of its own, move its handlers and
 * tables there: nothing else connects them but Kafka.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class TripApplication {

    public static void main(String[] args) {
        SpringApplication.run(TripApplication.class, args);
    }

    @Bean // makes this service the orchestrator
    SagaDefinition<Trip.Planned> bookTrip() {
        return BookTrip.definition();
    }

    @Bean // makes this service that participant, as do the next two
    Handlers flight(Flights flights) {
        return Handlers.of(Flight.FLIGHT)
                .on(Flight.BOOK, flights::book)
                .on(Flight.RELEASE, flights::release)
                .build();
    }

    @Bean
    Handlers hotel(Hotels hotels) {
        return Handlers.of(Hotel.HOTEL)
                .on(Hotel.BOOK, hotels::book)
                .on(Hotel.RELEASE, hotels::release)
                .build();
    }

    @Bean
    Handlers trip(Trips trips) {
        return Handlers.of(Trip.TRIP)
                .on(Trip.CONFIRM, trips::confirm)
                .on(Trip.CANCEL, trips::cancel)
                .build();
    }
}
