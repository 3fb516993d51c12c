package io.counterstep.systemtests.docs.trip;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// region beans
@Configuration(proxyBeanMethods = false)
class TripConfiguration {

    @Bean // in the service that orchestrates
    SagaDefinition<Trip.Planned> bookTrip() {
        return BookTrip.definition();
    }

    @Bean // in the hotel's service, beside its tables
    Handlers hotel(Rooms rooms) {
        return Handlers.of(Hotel.HOTEL)
                .on(Hotel.BOOK, rooms::book)
                .on(Hotel.RELEASE, rooms::release)
                .build();
    }
}
// endregion
