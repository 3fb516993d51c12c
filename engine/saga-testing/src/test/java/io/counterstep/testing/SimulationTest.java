package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.participant.Handlers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The protocol as a whole, core and ledger together, under every fault; and the proof that a hole would be noticed. */
@Tag("G1")
@Tag("G2")
@Tag("G4")
@Tag("G7")
class SimulationTest {

    private static final int SCHEDULES = 20_000;

    private final Simulation<Trip.Planned> simulation =
            Simulation.of(Trip.definition(), Trip::anyTrip, Trip::participants);

    @Test
    void noScheduleOfFaultsBreaksAGuarantee() {
        Tally tally = simulation.check(1, SCHEDULES);

        int often = SCHEDULES / 100;
        assertThat(EnumSet.allOf(Fault.class))
                .as("faults that struck")
                .allSatisfy(it -> assertThat(tally.of(it)).isGreaterThan(often));
        assertThat(EnumSet.of(
                        Kind.STARTED,
                        Kind.STEP_SUCCEEDED,
                        Kind.STEP_REFUSED,
                        Kind.STEP_TIMED_OUT,
                        Kind.STEP_FAILED,
                        Kind.STEP_COMPENSATED,
                        Kind.CANCEL_REQUESTED,
                        Kind.COMMAND_RESENT,
                        Kind.COMPLETED,
                        Kind.CANCELED))
                .as("transitions that were made")
                .allSatisfy(it -> assertThat(tally.of(it)).isGreaterThan(often));
        assertThat(EnumSet.of(Reason.DUPLICATE_START, Reason.STALE_REPLY, Reason.CANCEL_TOO_LATE))
                .as("reasons to ignore a message")
                .allSatisfy(it -> assertThat(tally.of(it)).isGreaterThan(often));
        assertThat(Set.of("Execute", "AnswerAgain", "ConfirmWithoutEffect", "RefuseLate", "REPEATED"))
                .as("what the ledger and the redelivery were for")
                .allSatisfy(it -> assertThat(tally.of(it)).isGreaterThan(often));
    }

    @Test
    @Tag("G9")
    void aCompensationThatKeepsFailingEndsOnceAnOperatorRetriesIt() {
        Tally tally = Simulation.of(Trip.definition(), Trip::anyTrip, () -> withBrokenRelease(Decider.MAX_FAILURES + 2))
                .check(1, SCHEDULES / 10);

        assertThat(tally.of(Kind.ATTENTION_NEEDED)).isPositive();
        assertThat(tally.of(Kind.RETRIED)).isPositive();
    }

    private static List<Handlers> withBrokenRelease(int failures) {
        AtomicInteger failuresLeft = new AtomicInteger(failures);
        List<Handlers> handlers = new ArrayList<>(Trip.participants());
        handlers.removeIf(it -> it.participant().equals(Trip.FLIGHT.participant()));
        handlers.add(Handlers.of(Trip.FLIGHT.participant())
                .on(Trip.FLIGHT.book(), it -> new Trip.Booked(it.trip()))
                .on(Trip.FLIGHT.release(), it -> {
                    if (failuresLeft.getAndDecrement() > 0) {
                        throw new IllegalStateException("the airline does not answer");
                    }
                })
                .build());
        return handlers;
    }

    @Test
    void parallelStepsAnApprovalAPivotAndARetriableStepKeepTheirGuarantees() {
        Tally tally = Simulation.among(
                        Journey.definition(),
                        (key, choices) -> choices.oneIn(2) ? Journey.CHEAP : Journey.EXPENSIVE,
                        () -> Journey.PARTICIPANTS.stream()
                                .map(VirtualParticipant::of)
                                .toList())
                .check(1, SCHEDULES / 4);

        assertThat(EnumSet.of(Kind.EVENT_RECEIVED, Kind.STEP_REFUSED, Kind.STEP_TIMED_OUT, Kind.COMPLETED))
                .as("transitions that were made")
                .allSatisfy(it -> assertThat(tally.of(it)).isGreaterThan(SCHEDULES / 400));
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        Tally once = simulation.run(new Random(4711));
        Tally again = simulation.run(new Random(4711));

        assertThat(again).hasToString(once.toString());
    }

    @Test
    void checksAloneMakeUpForLostReEmissions() {
        simulation.sabotage(Sabotage.RE_EMISSION_OFF).check(1, SCHEDULES / 4);
    }

    @Test
    void reEmissionAloneMakesUpForCrashesWhereNothingElseIsLost() {
        simulation
                .faults(EnumSet.of(
                        Fault.DUPLICATE,
                        Fault.REORDERING,
                        Fault.CRASH_BEFORE_COMMIT,
                        Fault.CRASH_AFTER_COMMIT,
                        Fault.CRASH_AFTER_PUBLISH))
                .sabotage(Sabotage.CHECKS_OFF)
                .check(1, SCHEDULES / 4);
    }

    @Nested
    class Notices {

        @Test
        void stepsThatTakeEffectTwiceWithoutTheLedger() {
            assertViolated("G2", Sabotage.LEDGER_OFF);
        }

        @Test
        @Tag("G6")
        void lateRequestsThatAreExecutedWithoutTheTombstone() {
            assertViolated("G[24]", Sabotage.TOMBSTONE_OFF);
        }

        @Test
        void stepsThatAreUndoneWithoutHavingTakenEffect() {
            assertViolated("G2", Sabotage.COMPENSATION_WITHOUT_EFFECT);
        }

        @Test
        void sagasThatNeverEndWithoutChecks() {
            assertViolated("G1", Sabotage.CHECKS_OFF);
        }

        @Test
        void sagasThatNeverEndWithoutChecksAndReEmissionThoughNoRecordIsLost() {
            Simulation<Trip.Planned> crashes = simulation
                    .faults(EnumSet.of(Fault.CRASH_AFTER_COMMIT))
                    .sabotage(Sabotage.CHECKS_OFF, Sabotage.RE_EMISSION_OFF);

            assertThatThrownBy(() -> crashes.check(1, SCHEDULES)).hasMessageContaining("violates G1");
        }

        @Test
        void duplicatesThatMultiplyWhenAnyStaleRecordIsRepeated() {
            assertViolated("G7", Sabotage.RE_EMISSION_FOR_ANY);
        }

        @Test
        @Tag("G5")
        void lateRepliesThatPutASagaForwardAgain() {
            assertViolated("G[24]", Sabotage.LATE_REPLY_ACCEPTED);
        }

        @Test
        void staleRepliesThatAreTakenForTheAwaitedOne() {
            assertViolated("G[24]", Sabotage.ANY_REPLY_ACCEPTED);
        }

        private void assertViolated(String guarantee, Sabotage protection) {
            Simulation<Trip.Planned> sabotaged = simulation.sabotage(protection);

            assertThatThrownBy(() -> sabotaged.check(1, SCHEDULES))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageMatching("(?s)schedule \\d+ violates " + guarantee + ": .*\\R   1\\. .*")
                    .message()
                    .doesNotContain("did not happen again");
        }
    }
}
