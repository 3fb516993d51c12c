package io.counterstep.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import io.counterstep.participant.Handlers;
import io.counterstep.testing.Answer;
import io.counterstep.testing.FaultExplorer;
import io.counterstep.testing.ParticipantHarness;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.Simulation;
import io.counterstep.testing.VirtualParticipant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestingTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region handlers
    static Handlers hotel() {
        return Handlers.of(Hotel.HOTEL)
                .on(
                        Hotel.BOOK,
                        it -> it.nights() <= 30
                                ? new Hotel.RoomBooked(it.tripId())
                                : new Hotel.RoomRefused(it.tripId(), "30 nights at most"))
                .on(Hotel.RELEASE, it -> {})
                .build();
    }
    // endregion

    // region harness
    @Test
    void aCommandThatComesAgainIsAnsweredAgainAndNotDoneAgain() {
        ParticipantHarness hotel = ParticipantHarness.of(hotel());
        SagaId trip = new SagaId("book-trip", "t-1");

        Answer first = hotel.request(trip, "hotel", Hotel.BOOK, new Hotel.BookRoom("t-1", 3));
        Answer again = hotel.request(trip, "hotel", Hotel.BOOK, new Hotel.BookRoom("t-1", 3));

        assertThat(again).isSameAs(first);
    }
    // endregion

    // region tombstone
    @Test
    void aRequestBehindItsCompensationIsRefused() {
        ParticipantHarness hotel = ParticipantHarness.of(hotel());
        SagaId trip = new SagaId("book-trip", "t-1");

        hotel.compensate(trip, "hotel", Hotel.RELEASE, new Hotel.ReleaseRoom("t-1"));
        Answer late = hotel.request(trip, "hotel", Hotel.BOOK, new Hotel.BookRoom("t-1", 3));

        assertThat(late).isInstanceOf(Answer.FailedTechnically.class);
    }
    // endregion

    // region virtual
    @Test
    void aSlowAirlineAndAForgetfulHotelStillMakeATrip() {
        SagaScenario.of(ParallelGroupsTest.bookTrip())
                .with(
                        VirtualParticipant.of(Flight.FLIGHT).slow(Duration.ofSeconds(20)),
                        VirtualParticipant.of(hotel()).silentFor(1),
                        VirtualParticipant.of(Car.CAR).duplicateHappy(3),
                        VirtualParticipant.of(Trip.TRIP))
                .when()
                .started("t-1", TRIP)
                .untilOver()
                .then()
                .state(Status.COMPLETED);
    }
    // endregion

    // region simulation
    @Test
    void noScheduleOfFaultsBreaksAGuarantee() {
        Simulation.among(
                        ParallelGroupsTest.bookTrip(),
                        (key, choices) -> new Trip.Planned(key, "KE123", 1 + choices.below(60), 90_000),
                        () -> List.of(
                                VirtualParticipant.of(Flight.FLIGHT),
                                VirtualParticipant.of(hotel()),
                                VirtualParticipant.of(Car.CAR),
                                VirtualParticipant.of(Trip.TRIP)))
                .check(1, 2_000);
    }
    // endregion

    // region explorer
    @Test
    void noFaultAtAnyStepBreaksAGuarantee() {
        FaultExplorer.of(FirstSagaTest.bookTrip()).starting(TRIP).explore();
    }
    // endregion
}
