package ${package};

import io.counterstep.participant.Handlers;
import io.counterstep.testing.Choices;
import io.counterstep.testing.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The saga and its participants under random crashes, duplicates, losses, reordering and delays. */
class BookTripSimulationTest {

    private static final int SCHEDULES = 2_000;
    private static final String FULL = "full";

    @Test
    void noScheduleOfFaultsBreaksAGuarantee() {
        Simulation.of(BookTrip.definition(), BookTripSimulationTest::anyTrip, BookTripSimulationTest::participants)
                .check(1, SCHEDULES);
    }

    /** One trip in three finds no seat, one in three no room. */
    private static Trip.Planned anyTrip(String tripId, Choices choices) {
        int full = choices.below(3);
        return new Trip.Planned(tripId, full == 1 ? FULL : "KE123", full == 2 ? FULL : "Seaside");
    }

    private static List<Handlers> participants() {
        return List.of(
                Handlers.of(Flight.FLIGHT)
                        .on(
                                Flight.BOOK,
                                it -> it.flight().equals(FULL)
                                        ? new Flight.SeatRefused(it.tripId(), "no seat is free")
                                        : new Flight.SeatBooked(it.tripId()))
                        .on(Flight.RELEASE, it -> {})
                        .build(),
                Handlers.of(Hotel.HOTEL)
                        .on(
                                Hotel.BOOK,
                                it -> it.hotel().equals(FULL)
                                        ? new Hotel.RoomRefused(it.tripId(), "no room is free")
                                        : new Hotel.RoomBooked(it.tripId()))
                        .on(Hotel.RELEASE, it -> {})
                        .build(),
                Handlers.of(Trip.TRIP)
                        .on(Trip.CONFIRM, it -> {})
                        .on(Trip.CANCEL, it -> {})
                        .build());
    }
}
