package io.counterstep.testing;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The words for parallel steps, events, operators, gates and children. */
class JourneyScenarioTest {

    private static final Trip.Booked BOOKED = new Trip.Booked("j-1");
    private static final Trip.Book BOOK = new Trip.Book("j-1", true);
    private static final Trip.Release RELEASE = new Trip.Release("j-1");

    private final SagaScenario<Journey.Wanted> scenario = SagaScenario.of(Journey.definition());

    private Given<Journey.Wanted> booked(Journey.Wanted wanted) {
        return scenario.given()
                .started("j-1", wanted)
                .replied(Journey.HOTEL.booked(), BOOKED)
                .replied(Journey.FLIGHT.booked(), BOOKED)
                .replied(Journey.CAR.booked(), BOOKED);
    }

    @Test
    void parallelStepsAreWaitedForTogether() {
        scenario.when()
                .started("j-1", Journey.CHEAP)
                .replied(Journey.HOTEL.booked(), BOOKED)
                .then()
                .commands(
                        command(Journey.FLIGHT.book(), BOOK),
                        command(Journey.HOTEL.book(), BOOK),
                        command(Journey.CAR.book(), BOOK))
                .waitsForOnly(Action.INVOKE, "flight", "car")
                .outcome("hotel", Outcome.SUCCEEDED)
                .outcome("flight", null);
    }

    @Test
    void parallelCompensationsAreConfirmedByTheirSteps() {
        Given<Journey.Wanted> given = scenario.given()
                .started("j-1", Journey.CHEAP)
                .replied(Journey.HOTEL.booked(), BOOKED)
                .replied("flight", Journey.FLIGHT.fullyBooked(), new Trip.FullyBooked("j-1", "full"));

        assertThatThrownBy(given::confirmed)
                .hasMessageContaining("it waits for several answers, so say which step's: [hotel, car]");
        given.when()
                .confirmed("hotel")
                .confirmed("car")
                .then()
                .commands(command(Journey.CANCEL, new Journey.Tell("j-1", "FLIGHT_FULLY_BOOKED: full")))
                .outcome("flight", Outcome.REFUSED)
                .outcome("car", Outcome.COMPENSATED);
    }

    @Test
    void anAwaitedEventLetsTheSagaGoOn() {
        booked(Journey.EXPENSIVE)
                .when()
                .event(Journey.APPROVED, new Journey.Approved("bob"))
                .then()
                .commands(command(Journey.PAY, new Journey.Pay("j-1", Journey.EXPENSIVE.price())))
                .waitsForOnly(Action.INVOKE, "payment");
    }

    @Test
    void anEventThatNobodySendsTurnsTheSagaBackInTime() {
        booked(Journey.EXPENSIVE)
                .when()
                .timePasses(Journey.DAYS_TO_APPROVE)
                .then()
                .reason("step approval timed out after PT48H")
                .commands(
                        command(Journey.FLIGHT.release(), RELEASE),
                        command(Journey.HOTEL.release(), RELEASE),
                        command(Journey.CAR.release(), RELEASE));
    }

    @Nested
    class AnOperator {

        @Test
        void pausesAndResumes() {
            scenario.given()
                    .started("j-1", Journey.CHEAP)
                    .pausedBy("ann", "strike")
                    .when()
                    .replied(Journey.HOTEL.booked(), BOOKED)
                    .then()
                    .state(Status.PAUSED)
                    .noCheckDue();
            new When<>(story())
                    .resumedBy("ann", "strike is over")
                    .then()
                    .state(Status.RUNNING)
                    .commands(command(Journey.FLIGHT.book(), BOOK), command(Journey.CAR.book(), BOOK));
        }

        private Story<Journey.Wanted> story() {
            return scenario.when().story;
        }

        @Test
        void turnsBackResolvesAndSkips() {
            booked(Journey.CHEAP)
                    .when()
                    .resolvedBy("ann", "saw the receipt", "payment", Journey.PAID, new Journey.Paid("r-1"))
                    .resolvedBy("ann", "no printer", "tickets", Journey.NOT_SENT, new Journey.NotSent("j-1"))
                    .then()
                    .state(Status.NEEDS_ATTENTION);
            new When<>(story())
                    .skippedBy("ann", "sent by post", "tickets")
                    .then()
                    .outcome("tickets", Outcome.SKIPPED)
                    .commands(command(Journey.COMPLETE, new Journey.Tell("j-1", "bon voyage")));
            new When<>(story()).compensatedBy("ann", "too late").then().ignored(Reason.CANCEL_TOO_LATE);
        }
    }

    @Test
    void aClosedGateHoldsCommandsUntilItOpens() {
        Given<Journey.Wanted> given =
                scenario.given().gateClosed(Journey.HOTEL.participant()).started("j-1", Journey.CHEAP);

        given.when().timePasses(Duration.ofSeconds(1)).then().held("hotel").noCommands();
        given.when().gateOpened(Journey.HOTEL.participant()).then().commands(command(Journey.HOTEL.book(), BOOK));
    }

    @Test
    void aChildTellsItsParentHowItEnded() {
        CommandId asked = CommandId.parse("year:2026/journey/invoke");
        CommandId undo = CommandId.parse("year:2026/journey/compensate");
        SagaScenario<Trip.Planned> child = SagaScenario.of(Trip.definition());
        Given<Trip.Planned> given = child.given().startedByParent(asked, "t-1", new Trip.Planned("t-1", List.of()));

        given.when()
                .undoneByParent(undo, "t-1")
                .then()
                .toldParentNothing()
                .commands(command(Trip.FLIGHT.release(), new Trip.Release("t-1")));
        given.when()
                .confirmed()
                .confirmed()
                .then()
                .toldParent(ChildSagas.UNDONE, new ChildSagas.SagaUndone())
                .waitsForNothing();
    }

    @Test
    void aParentHearsOfItsChildLikeOfAnyParticipant() {
        SagaDefinition<Journey.Wanted> parent = Saga.named("year", version(1))
                .startedBy(Journey.WANTED)
                .step("trip")
                .child(Trip.definition(), saga -> new Trip.Planned(saga.key(), List.of()))
                .compensate()
                .withoutEndings();

        SagaScenario.of(parent)
                .given()
                .started("y-1", Journey.CHEAP)
                .when()
                .replied(ChildSagas.CANCELED, new ChildSagas.SagaCanceled("no seat"))
                .then()
                .state(Status.CANCELED)
                .reason("SAGA_CANCELED: no seat");
    }

    @Nested
    class AFailure {

        @Test
        void showsWhatTheParentWasTold() {
            When<Journey.Wanted> started = scenario.when().started("j-1", Journey.CHEAP);

            assertThatThrownBy(() -> started.then().toldParent(ChildSagas.UNDONE, new ChildSagas.SagaUndone()))
                    .hasMessageContaining("1. expected SAGA_UNDONE SagaUndone[]")
                    .hasMessageContaining("   actual   nothing");
        }

        @Test
        void showsWhatIsWaitedFor() {
            When<Journey.Wanted> started = scenario.when().started("j-1", Journey.CHEAP);

            assertThatThrownBy(() -> started.then().waitsForOnly(Action.INVOKE, "flight"))
                    .hasMessageContaining("1. expected [flight/invoke]")
                    .hasMessageContaining("   actual   [car/invoke, flight/invoke, hotel/invoke]");
        }

        @Test
        void numbersEveryCommandOnBothSides() {
            When<Journey.Wanted> started = scenario.when().started("j-1", Journey.CHEAP);

            assertThatThrownBy(() -> started.then().commands(command(Journey.FLIGHT.book(), BOOK)))
                    .hasMessageContaining("2. expected nothing")
                    .hasMessageContaining("   actual   HOTEL_BOOK Book[trip=j-1, available=true]")
                    .hasMessageContaining("3. expected nothing");
        }
    }
}
