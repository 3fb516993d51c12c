package io.counterstep.testing;

import static io.counterstep.testing.SagaScenario.command;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Resend;
import io.counterstep.core.definition.Timing;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SagaScenarioTest {

    private static final Trip.Planned TRIP = new Trip.Planned("t-1", List.of());
    private static final Trip.Booked BOOKED = new Trip.Booked("t-1");
    private static final Trip.Release RELEASE = new Trip.Release("t-1");

    /** With its spread. */
    private static final Duration LONGEST_INTERVAL = Resend.DEFAULT_MAX.plus(Resend.DEFAULT_MAX.dividedBy(5));

    private final SagaScenario<Trip.Planned> scenario = SagaScenario.of(Trip.definition());

    @Test
    void aStartInvokesTheFirstStep() {
        scenario.when()
                .started("t-1", TRIP)
                .then()
                .commands(command(Trip.FLIGHT.book(), new Trip.Book("t-1", true)))
                .state(Status.RUNNING)
                .waitsFor("flight", Action.INVOKE)
                .checkDueIn(Resend.DEFAULT.after(1, CommandId.parse("book-trip:t-1/flight/invoke")));
    }

    @Test
    void aRefusalIsUndoneFromTheStepBefore() {
        scenario.given()
                .started("t-1", TRIP)
                .replied(Trip.FLIGHT.booked(), BOOKED)
                .when()
                .replied(Trip.HOTEL.fullyBooked(), new Trip.FullyBooked("t-1", "nothing left"))
                .then()
                .commands(command(Trip.FLIGHT.release(), RELEASE))
                .state(Status.COMPENSATING)
                .reason("HOTEL_FULLY_BOOKED: nothing left");
    }

    @Test
    void confirmationsCarryACanceledSagaToItsEnd() {
        scenario.given()
                .started("t-1", TRIP)
                .cancelRequested()
                .when()
                .confirmed()
                .confirmed()
                .then()
                .commands(command(Trip.CANCEL, new Trip.Tell("t-1", "TRIP_CALLED_OFF")))
                .state(Status.CANCELED)
                .reason("TRIP_CALLED_OFF");
    }

    @Test
    void checksFireWhenTheyAreDueWhileTimePasses() {
        Trip.Book book = new Trip.Book("t-1", true);
        scenario.given()
                .started("t-1", TRIP)
                .when()
                .timePasses(Timing.DEFAULT_DEADLINE)
                .then()
                .commands(
                        command(Trip.FLIGHT.book(), book),
                        command(Trip.FLIGHT.book(), book),
                        command(Trip.FLIGHT.release(), RELEASE))
                .reason("step flight timed out after PT30S");
    }

    @Test
    void aCheckThatFiresEarlyChangesNothing() {
        scenario.given()
                .started("t-1", TRIP)
                .when()
                .checkFires()
                .then()
                .noCommands()
                .ignored(Reason.NOTHING_DUE);
    }

    @Test
    void aLateReplyIsToldLikeAnyOther() {
        scenario.given()
                .started("t-1", TRIP)
                .timePasses(Timing.DEFAULT_DEADLINE)
                .when()
                .replied(Trip.FLIGHT.booked(), BOOKED)
                .then()
                .noCommands()
                .ignored(Reason.STALE_REPLY);
    }

    @Test
    void aRedeliveredRecordIsRepeatedAndADuplicateIsNot() {
        Trip.Book book = new Trip.Book("t-1", true);
        scenario.given().started("t-1", TRIP).when().redelivered().then().commands(command(Trip.FLIGHT.book(), book));
        SagaScenario.of(Trip.definition())
                .given()
                .started("t-1", TRIP)
                .when()
                .duplicated()
                .then()
                .noCommands()
                .ignored(Reason.DUPLICATE_START);
    }

    @Test
    void aStuckSagaIsRetriedByAnOperator() {
        Given<Trip.Planned> given = scenario.given()
                .started("t-1", TRIP)
                .replied(Trip.FLIGHT.booked(), BOOKED)
                .cancelRequested();
        for (int i = 0; i < Decider.MAX_FAILURES; i++) {
            given.failedTechnically("no connection").timePasses(LONGEST_INTERVAL);
        }
        given.when()
                .retriedBy("ann", "connection is back")
                .confirmed()
                .then()
                .commands(command(Trip.HOTEL.release(), RELEASE), command(Trip.FLIGHT.release(), RELEASE))
                .state(Status.COMPENSATING);
    }

    @Test
    void aForeignReplyNeedsNoIdOfWhatItAnswers() {
        scenario.given()
                .started("t-1", TRIP)
                .when()
                .repliedByForeigner(Trip.FLIGHT.booked(), BOOKED)
                .then()
                .waitsFor("hotel", Action.INVOKE);
    }

    @Nested
    class AFailure {

        private final When<Trip.Planned> started = scenario.when().started("t-1", TRIP);

        @Test
        void numbersExpectedAndActualCommandsFieldByField() {
            assertThatThrownBy(() -> started.then()
                            .commands(
                                    command(Trip.FLIGHT.book(), new Trip.Book("t-2", false)),
                                    command(Trip.HOTEL.release(), RELEASE)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("""
                            saga book-trip:t-1: said other commands than expected
                              1. expected FLIGHT_BOOK Book[trip=t-2, available=false]
                                 actual   FLIGHT_BOOK Book[trip=t-1, available=true]
                                   trip: expected "t-2", actual "t-1"
                                   available: expected false, actual true
                              2. expected HOTEL_RELEASE Release[trip=t-1]
                                 actual   nothing
                            story:
                              1. when TRIP_PLANNED at +PT0S: STARTED, RUNNING, says FLIGHT_BOOK""");
        }

        @Test
        void showsAStateBesideTheExpectedOne() {
            assertThatThrownBy(() -> started.then().state(Status.CANCELED))
                    .hasMessageContaining("state differs")
                    .hasMessageContaining("1. expected CANCELED")
                    .hasMessageContaining("   actual   RUNNING");
        }

        @Test
        void comesAtOnceIfWhatIsGivenIsIgnored() {
            Given<Trip.Planned> given = scenario.given();

            assertThatThrownBy(() -> given.started("t-1", TRIP))
                    .hasMessageContaining("what is given must move the saga, but TRIP_PLANNED was ignored");
        }

        @Test
        void comesAtOnceIfNobodyAskedForTheReply() {
            assertThatThrownBy(() -> started.replied(Trip.CAR.booked(), BOOKED))
                    .hasMessageContaining("no command was said that CAR_BOOKED answers");
        }
    }
}
