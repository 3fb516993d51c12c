package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every fault at every step; and the proof that a hole in the engine would be found, and how small it is shown. */
@Tag("G1")
@Tag("G2")
@Tag("G3")
@Tag("G4")
@Tag("G5")
@Tag("G6")
@Tag("G7")
@Tag("G8")
@Tag("G9")
@Tag("G10")
class FaultExplorerTest {

    private static final Set<Fault> CRASHES =
            EnumSet.of(Fault.CRASH_BEFORE_COMMIT, Fault.CRASH_AFTER_COMMIT, Fault.CRASH_AFTER_PUBLISH);

    private final FaultExplorer<Trip.Planned> trip = FaultExplorer.of(Trip.definition());

    @Test
    void noThreeFaultsBreakAGuaranteeOfStepsOneAfterTheOther() {
        Exploration exploration = trip.faults(3).explore();

        assertThat(EnumSet.allOf(Fault.class))
                .as("faults that struck")
                .allSatisfy(it -> assertThat(exploration.of(it)).isGreaterThan(100));
        assertThat(exploration.states()).isGreaterThan(200_000);
        assertThat(exploration.endStates()).isGreaterThan(10);
    }

    @Test
    void noFaultBreaksAGuaranteeOfParallelStepsAnApprovalAPivotAndARetriableStep() {
        Exploration exploration = FaultExplorer.of(Journey.definition())
                .starting(Journey.EXPENSIVE)
                .explore();

        assertThat(EnumSet.allOf(Fault.class))
                .as("faults that struck")
                .allSatisfy(it -> assertThat(exploration.of(it)).isGreaterThan(100));
        assertThat(exploration.states()).isGreaterThan(500_000);
    }

    @Test
    void noTwoFaultsBreakAGuaranteeOfAChildThatItsParentMayUndo() {
        Exploration exploration = trip.asChild().faults(2).explore();

        assertThat(exploration.states()).isGreaterThan(20_000);
    }

    @Test
    void ordersThatAreLeftOutLeadToTheSameEnds() throws Search.Failed {
        World<Trip.Planned> sequential = new World<>(Trip.definition(), List.of(), Samples.NONE, Set.of(), false);
        World<Journey.Wanted> parallel =
                new World<>(Journey.definition(), List.of(Journey.EXPENSIVE), Samples.NONE, Set.of(), false);

        assertThat(explored(sequential, 2, true).endStates())
                .isEqualTo(explored(sequential, 2, false).endStates());
        assertThat(explored(parallel, 0, true).endStates())
                .isEqualTo(explored(parallel, 0, false).endStates());
    }

    private static Exploration explored(World<?> world, int faults, boolean reduced) throws Search.Failed {
        Possibilities possibilities = new Possibilities(world, EnumSet.allOf(Fault.class), reduced);
        return new Search(world, possibilities, FaultExplorer.DEFAULT_DEPTH, faults, FaultExplorer.DEFAULT_MAX_STATES)
                .run();
    }

    @Test
    void theSameExplorationFindsTheSame() {
        Exploration once = trip.explore();
        Exploration again = trip.explore();

        assertThat(again.states()).isEqualTo(once.states());
        assertThat(again.transitions()).isEqualTo(once.transitions());
        assertThat(again.strikes()).isEqualTo(once.strikes());
    }

    @Test
    void theReportSaysHowMuchWasExplored() {
        assertThat(trip.faults(0).explore()).asString().matches("(?s)explored book-trip: \\d+ states, .*CANCEL_WISH.*");
    }

    @Test
    void tooManyStatesAreAMistakeOfTheSettings() {
        assertThatIllegalStateException()
                .isThrownBy(() -> trip.atMost(100).explore())
                .withMessageContaining("found more than 100 states");
    }

    @Test
    void aSampleThatTheDefinitionCannotTakeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultExplorer.of(Journey.definition())
                        .reply(Journey.FLIGHT.booked(), new Trip.Booked(""))
                        .explore())
                .withMessageContaining("step payment")
                .withMessageContaining("give others by .starting(sample) or .reply(type, sample)");
    }

    @Nested
    class ABrokenEngine {

        @Test
        void withoutDeduplicationTakesEffectTwice() {
            assertFound("G2", trip.sabotage(Sabotage.LEDGER_OFF));
        }

        @Test
        void withoutTombstonesExecutesWhatIsUndone() {
            assertFound("G[24]", trip.sabotage(Sabotage.TOMBSTONE_OFF));
        }

        @Test
        void withoutAnOrderUndoesEarlierStepsBeforeLaterOnes() {
            assertFound("G2", trip.sabotage(Sabotage.UNDO_ORDER_OFF));
        }

        @Test
        void withoutResendsAndReEmissionNeverEnds() {
            assertFound("G1", trip.only(CRASHES).sabotage(Sabotage.CHECKS_OFF, Sabotage.RE_EMISSION_OFF));
        }

        @Test
        void withoutResendsIsCoveredByReEmissionWhereNothingIsLost() {
            assertThatCode(() -> trip.only(CRASHES)
                            .faults(2)
                            .sabotage(Sabotage.CHECKS_OFF)
                            .explore())
                    .doesNotThrowAnyException();
        }

        @Test
        void withoutReEmissionIsCoveredByResends() {
            assertThatCode(() ->
                            trip.faults(2).sabotage(Sabotage.RE_EMISSION_OFF).explore())
                    .doesNotThrowAnyException();
        }

        @Test
        void withoutResendsNeverEndsWhenARecordIsLost() {
            assertFound("G1", trip.only(EnumSet.of(Fault.LOSS)).sabotage(Sabotage.CHECKS_OFF));
        }

        @Test
        void thatUndoesWithoutAnEffectIsFound() {
            assertFound("G2", trip.sabotage(Sabotage.COMPENSATION_WITHOUT_EFFECT));
        }

        @Test
        void thatTakesALateReplyIsFound() {
            assertFound("G[24]", trip.faults(2).sabotage(Sabotage.LATE_REPLY_ACCEPTED));
        }

        @Test
        void thatTakesAnyReplyIsFound() {
            assertFound("G[124]", trip.faults(2).sabotage(Sabotage.ANY_REPLY_ACCEPTED));
        }

        @Test
        void isShownByATestThatFailsUntilItIsRepaired() {
            FaultExplorer<Trip.Planned> broken = trip.sabotage(Sabotage.LEDGER_OFF);
            String[] steps = stepsToPaste(assertFound("G2", broken));

            assertThatThrownBy(() -> broken.replay(steps)).hasMessageContaining("violates G2");
            assertThatCode(() -> trip.replay(steps)).doesNotThrowAnyException();
        }

        @Test
        void isNotReplayedByStepsThatNobodyKnows() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trip.replay("deliver TRIP_PLANNED", "lose the hotel"))
                    .withMessageContaining("'lose the hotel' is nothing that may happen");
        }

        private String assertFound(String guarantee, FaultExplorer<Trip.Planned> broken) {
            AssertionError found = catchThrowableOfType(AssertionError.class, broken::explore);
            assertThat(found).as("violation").isNotNull();
            String message = String.valueOf(found.getMessage());
            assertThat(message).matches("(?s)saga book-trip violates " + guarantee + ": .*");
            assertThat(Pattern.compile("(?m)^ *\\d+\\. ").matcher(message).results())
                    .as("lines of the timeline")
                    .hasSizeBetween(1, 10);
            return message;
        }

        private static String[] stepsToPaste(String message) {
            List<String> steps = Pattern.compile("(?m)^ +\"(.*)\",?$")
                    .matcher(message)
                    .results()
                    .map(it -> it.group(1))
                    .toList();
            return steps.toArray(String[]::new);
        }
    }
}
