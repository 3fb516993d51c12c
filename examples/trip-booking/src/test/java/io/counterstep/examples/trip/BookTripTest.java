package io.counterstep.examples.trip;

import static io.counterstep.testing.SagaScenario.command;

import io.counterstep.testing.FaultExplorer;
import io.counterstep.testing.SagaScenario;
import io.counterstep.testing.Simulation;
import io.counterstep.testing.VirtualParticipant;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process alone, in virtual time. */
class BookTripTest {
    private static final BookTrip.Trip TRIP = new BookTrip.Trip("t", "alice", "Busan", BookTrip.APPROVAL_ABOVE + 1);

    @Test
    void withoutACarTheSeatAndTheRoomAreGivenBack() {
        SagaScenario.of(BookTrip.definition())
                .with(participants("car"))
                .when()
                .started("t", TRIP)
                .timePasses(Duration.ZERO)
                .then()
                .commands(
                        command(BookTrip.ask(BookTrip.FLIGHT), TRIP),
                        command(BookTrip.ask(BookTrip.HOTEL), TRIP),
                        command(BookTrip.ask(BookTrip.CAR), TRIP),
                        command(BookTrip.undo(BookTrip.FLIGHT), TRIP),
                        command(BookTrip.undo(BookTrip.HOTEL), TRIP))
                .reason("CAR_REFUSED: sample");
    }

    @Test
    void nothingIsPaidBeforeAPersonHasApproved() {
        SagaScenario.of(BookTrip.definition())
                .with(participants("nobody"))
                .given()
                .started("t", TRIP)
                .timePasses(Duration.ofDays(1))
                .when()
                .event(BookTrip.APPROVED, new BookTrip.Done("t"))
                .untilOver()
                .then()
                .commands(command(BookTrip.ask(BookTrip.BANK), TRIP), command(BookTrip.ask(BookTrip.MAIL), TRIP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "hotel", "bank", "mail"})
    void noScheduleOfFaultsBreaksAGuarantee(String refusing) {
        Simulation.among(
                        BookTrip.definition(),
                        (id, any) -> new BookTrip.Trip(id, "bob", "Busan", BookTrip.APPROVAL_ABOVE + any.below(2)),
                        () -> List.of(participants(refusing)))
                .check(1, 1_000);
    }

    @Test
    void noFaultAtAnyStepBreaksAGuarantee() {
        FaultExplorer.of(BookTrip.definition()).starting(TRIP).explore();
        FaultExplorer.of(BookTrip.definition())
                .starting(TRIP)
                .faults(2)
                .depth(7)
                .explore();
    }

    private static VirtualParticipant[] participants(String refusing) {
        return Stream.of(BookTrip.FLIGHT, BookTrip.HOTEL, BookTrip.CAR, BookTrip.BANK, BookTrip.MAIL)
                .map(VirtualParticipant::of)
                .map(it -> it.name().equals(refusing) ? it.refusing() : it)
                .toArray(VirtualParticipant[]::new);
    }
}
