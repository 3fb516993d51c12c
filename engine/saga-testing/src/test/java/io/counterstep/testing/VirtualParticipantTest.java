package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Timing;
import io.counterstep.core.message.Participant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each manner, and what a saga makes of it. */
class VirtualParticipantTest {

    private static final Trip.Planned TRIP = new Trip.Planned("t-1", List.of());

    private static SagaScenario<Trip.Planned> tripWith(VirtualParticipant hotel) {
        return SagaScenario.of(Trip.definition())
                .with(well(Trip.FLIGHT.participant()), hotel, well(Trip.CAR.participant()), well(Trip.TRAVELER));
    }

    private static VirtualParticipant well(Participant participant) {
        return VirtualParticipant.of(participant);
    }

    private static VirtualParticipant hotel() {
        return well(Trip.HOTEL.participant());
    }

    private static Then<Trip.Planned> end(VirtualParticipant hotel) {
        return tripWith(hotel).when().started("t-1", TRIP).untilOver().then();
    }

    @Test
    void oneThatBehavesLetsTheSagaComplete() {
        end(hotel()).state(Status.COMPLETED);
    }

    @Test
    void itsHandlersMayBeTheServicesOwn() {
        end(VirtualParticipant.of(Trip.HOTEL.handlers())).state(Status.COMPLETED);
    }

    @Test
    void aRefusingOneTurnsTheSagaBack() {
        end(hotel().refusing(new Trip.FullyBooked("t-1", "nothing left")))
                .state(Status.CANCELED)
                .reason("HOTEL_FULLY_BOOKED: nothing left");
        end(hotel().refusing()).state(Status.CANCELED);
    }

    @Test
    void oneThatIsSilentForAWhileIsAskedAgain() {
        end(hotel().silentFor(2)).state(Status.COMPLETED);
    }

    @Test
    @Tag("G9")
    void aSilentOneTimesOutAndItsCompensationNeedsAttention() {
        When<Trip.Planned> started = tripWith(hotel().silent())
                .when()
                .started("t-1", TRIP)
                .timePasses(Timing.DEFAULT_DEADLINE.plusSeconds(1));

        started.then().state(Status.COMPENSATING).reason("step hotel timed out after PT30S");
        started.timePasses(Duration.ofHours(1)).then().state(Status.NEEDS_ATTENTION);
    }

    @Test
    void oneThatThrowsOnceIsAskedAgain() {
        end(hotel().throwing(1)).state(Status.COMPLETED);
    }

    @Test
    void oneThatAlwaysThrowsTimesOutAndHasNothingToUndo() {
        end(hotel().throwing()).state(Status.CANCELED).reason("step hotel timed out after PT30S");
    }

    @Test
    void aSlowOneIsTooLateOrInTime() {
        end(hotel().slow(Duration.ofSeconds(29))).state(Status.COMPLETED);
        end(hotel().slow(Duration.ofSeconds(31))).state(Status.CANCELED).reason("step hotel timed out after PT30S");
    }

    @Test
    void oneFondOfDuplicatesChangesNothing() {
        end(hotel().duplicateHappy(3)).state(Status.COMPLETED);
    }

    @Test
    void aSagaThatWaitsForNobodyVirtualIsNotOverByItself() {
        When<Trip.Planned> alone = SagaScenario.of(Trip.definition()).when();

        assertThatThrownBy(alone::untilOver).hasMessageContaining("there is no saga: nothing started it");
    }

    @Test
    void mannersAreForSimulationsToo() {
        Tally tally = Simulation.among(
                        Trip.definition(),
                        (key, choices) -> new Trip.Planned(key, List.of()),
                        () -> List.of(
                                well(Trip.FLIGHT.participant()).slow(Duration.ofSeconds(8)),
                                hotel().silentFor(2).duplicateHappy(1),
                                well(Trip.CAR.participant()).throwing(2),
                                well(Trip.TRAVELER)))
                .check(1, 500);

        assertThat(tally.of("COMPLETED")).isPositive();
        assertThat(tally.of("CANCELED")).isPositive();
    }
}
