package io.counterstep.guide;

import static io.counterstep.core.definition.Version.version;
import static io.counterstep.testing.SagaScenario.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.DefinitionShape;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.Verdict;
import io.counterstep.testing.SagaScenario;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final Trip.Planned TRIP = new Trip.Planned("t-1", "KE123", 3, 90_000);

    // region definitions
    static SagaDefinition<Trip.Planned> version1() {
        return Saga.named("book-trip", version(1))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }

    static SagaDefinition<Trip.Planned> version2() {
        return Saga.named("book-trip", version(2))
                .startedBy(Trip.PLANNED)
                .step("flight")
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .step("car")
                .invoke(Car.BOOK, Commands::car)
                .compensate(Car.RELEASE, Commands::noCar)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }
    // endregion

    // region both
    @Test
    void eachVersionEndsByItsOwnSteps() {
        SagaScenario.of(version1())
                .given()
                .started("t-1", TRIP)
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .commands(command(Trip.CONFIRM, new Trip.Confirm("t-1")));
        SagaScenario.of(version2())
                .given()
                .started("t-1", TRIP)
                .when()
                .replied(Flight.BOOKED, new Flight.SeatBooked("t-1"))
                .then()
                .commands(command(Car.BOOK, new Car.BookCar("t-1")));
    }
    // endregion

    // region renamed
    static SagaDefinition<Trip.Planned> version3() {
        return Saga.named("book-trip", version(3))
                .startedBy(Trip.PLANNED)
                .step("seat") // was "flight"
                .invoke(Flight.BOOK, Commands::seat)
                .compensate(Flight.RELEASE, Commands::noSeat)
                .completeWith(Trip.CONFIRM, Commands::confirm)
                .cancelWith(Trip.CANCEL, Commands::cancel);
    }

    static SagaMigration migration() {
        return SagaMigration.from("book-trip", 1).to(version3()).step("flight", "seat");
    }
    // endregion

    // region verdicts
    @Test
    void aVerdictSaysWhetherASagaCanGoOnUnderAnotherVersion() {
        DefinitionShape former = DefinitionShape.of(version1());
        SagaInstance waiting =
                SagaScenario.of(version1()).when().started("t-1", TRIP).then().saga();

        SagaMigration unmapped = SagaMigration.from("book-trip", 1).to(version3());

        assertThat(unmapped.verdict(former, waiting)).isInstanceOf(Verdict.NeedsMapping.class);
        assertThat(migration().verdict(former, waiting)).isEqualTo(new Verdict.Safe());
    }
    // endregion
}
