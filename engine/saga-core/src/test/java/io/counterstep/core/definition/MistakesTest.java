package io.counterstep.core.definition;

import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import io.counterstep.core.message.TechnicalFailure;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every mistake says where it is and what to write instead. */
class MistakesTest {

    private record Note(String text) {}

    private record Other(String text) {}

    private static final Participant CLERK = new Participant("clerk", "clerk-commands", "clerk-events");
    private static final Event<Note> ARRIVED = CLERK.event(type("ARRIVED"));
    private static final Event<Note> LEFT = CLERK.event(type("LEFT"));
    private static final Event<Note> APPROVED = CLERK.event(type("APPROVED"));
    private static final Event<Note> REJECTED = CLERK.event(type("REJECTED"));
    private static final Request<Note, Note> ACT = CLERK.request(type("ACT"), type("DONE"), type("REFUSED"));
    private static final Instruction<Note> UNDO = CLERK.instruction(type("UNDO"), type("UNDONE"), note -> note);
    private static final Instruction<Note> TELL = CLERK.instruction(type("TELL"), type("TOLD"), note -> note);
    private static final Duration DAY = Duration.ofDays(1);

    private static MessageType<Note> type(String name) {
        return MessageType.of(name, Note.class);
    }

    private static Saga.Started<Note> begun() {
        return Saga.named("reception", version(1)).startedBy(ARRIVED);
    }

    private static <N> Saga.StepInvoked<Note, N> act(Saga.StepNamed<Note, N> step) {
        return step.invoke(ACT, SagaData::start);
    }

    private static <N> N compensatable(Saga.StepNamed<Note, N> step) {
        return act(step).compensate(UNDO, SagaData::start);
    }

    private static void assertMistake(Saga.StepDone<Note> steps, String mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(steps::withoutEndings)
                .withMessage("saga 'reception' has 1 mistake: " + mistake);
    }

    private static void assertSound(Saga.StepDone<Note> steps) {
        assertThatCode(steps::withoutEndings).doesNotThrowAnyException();
    }

    @Test
    void allOfThemAreToldAtOnce() {
        Saga.StepDone<Note> steps = act(compensatable(
                                act(begun().deadline(Duration.ZERO).step("a"))
                                        .retriable()
                                        .step("b"))
                        .attempts(0)
                        .step("a"))
                .pivot()
                .resendAfter(Duration.ofSeconds(-1));

        assertThatIllegalArgumentException()
                .isThrownBy(steps::withoutEndings)
                .withMessageStartingWith("saga 'reception' has 6 mistakes: ")
                .withMessageContaining("the saga's deadline must be positive, found PT0S")
                .withMessageContaining("step 'a' is named twice")
                .withMessageContaining("step 'b' could not be undone any more")
                .withMessageContaining("step 'b': attempts must be 1 or more, found 0")
                .withMessageContaining("step 'a' is a pivot behind the retriable step 'a'")
                .withMessageContaining("step 'a': resend interval must be positive");
    }

    @Nested
    class OfOrder {

        @Test
        void isACompensatableStepBehindThePivot() {
            assertMistake(
                    compensatable(act(begun().step("first")).pivot().step("second")),
                    "step 'second' could not be undone any more, since it stands behind the pivot 'first':"
                            + " make it retriable, or move it before that");
        }

        @Test
        void isACompensatableStepBehindARetriableOne() {
            assertMistake(
                    compensatable(act(begun().step("first")).retriable().step("second")),
                    "step 'second' could not be undone any more, since it stands behind the retriable step 'first':"
                            + " make it retriable, or move it before that");
        }

        @Test
        void isAWaitBehindThePivotWhichCannotBeRetriable() {
            assertMistake(
                    act(begun().step("first")).pivot().step("second").await(APPROVED, DAY),
                    "step 'second' only waits, and stands behind the pivot 'first', where nothing would come of its"
                            + " deadline: move it before that, or let a retriable step ask for what it waits for");
        }

        @Test
        void isASecondPivot() {
            assertMistake(
                    act(act(begun().step("first")).pivot().step("second")).pivot(),
                    "step 'second' is a second pivot behind 'first':"
                            + " make it retriable, or the first one compensatable");
        }

        @Test
        void isAPivotBehindARetriableStep() {
            assertMistake(
                    act(act(begun().step("first")).retriable().step("second")).pivot(),
                    "step 'second' is a pivot behind the retriable step 'first': move it before that");
        }

        @Test
        void isAPivotWithinAGroup() {
            assertThatIllegalArgumentException()
                    .isThrownBy(begun().together(group -> act(compensatable(group.step("first"))
                                    .step("second"))
                            .pivot())::withoutEndings)
                    .withMessageContaining("step 'second' is a pivot within a group,"
                            + " whose other steps could still fail: move it out")
                    .withMessageContaining("the group of 'first' mixes kinds of steps:"
                            + " let all of a group be compensatable, or all retriable");
        }

        @Test
        void isNoneInTheUsualOrder() {
            assertSound(begun().together(group ->
                            act(compensatable(group.step("a")).step("b")).readOnly())
                    .step("c")
                    .await(APPROVED, DAY)
                    .step("d")
                    .invoke(ACT, SagaData::start)
                    .pivot()
                    .together(group ->
                            act(act(group.step("e")).retriable().step("f")).retriable()));
        }
    }

    @Nested
    class OfOneStep {

        @Test
        void isADeadlineForWhatMustBeDone() {
            String mistake = "step 'first' must be done however long it takes, and can have no deadline:"
                    + " bound its attempts instead";
            assertMistake(act(begun().step("first")).retriable().deadline(DAY), mistake);
            assertMistake(act(begun().step("first")).pivot().deadline(DAY), mistake);
            assertSound(compensatable(begun().step("first")).pivot().deadline(DAY));
        }

        @Test
        void isAnOptionalPivot() {
            assertMistake(
                    act(begun().step("first")).pivot().optional(),
                    "step 'first' is the pivot, which decides, and cannot be optional");
        }

        @Test
        void isAPivotThatOnlyWaits() {
            assertMistake(
                    begun().step("first").await(APPROVED, DAY).pivot(),
                    "step 'first' only waits, and cannot be the pivot: make the step behind it the pivot");
        }

        @Test
        void isAWaitLongerThanAnyoneMeans() {
            assertMistake(
                    compensatable(begun().step("first")).deadline(Duration.ofDays(10_000)),
                    "step 'first': deadline must be at most PT87600H, found PT240000H");
            assertMistake(
                    compensatable(begun().step("first"))
                            .resend(new Resend(Duration.ofSeconds(1), Duration.ofSeconds(Long.MAX_VALUE))),
                    "step 'first': longest resend interval must be at most PT87600H, found "
                            + Duration.ofSeconds(Long.MAX_VALUE));
            assertMistake(
                    compensatable(
                            begun().deadline(Duration.ofSeconds(Long.MAX_VALUE)).step("first")),
                    "the saga's deadline must be at most PT87600H, found " + Duration.ofSeconds(Long.MAX_VALUE));
        }

        @Test
        void isANumberOfAttemptsBelowOne() {
            assertMistake(
                    compensatable(begun().step("first")).attempts(-3),
                    "step 'first': attempts must be 1 or more, found -3");
        }

        @Test
        void isACompensationOfWhatIsNeverUndone() {
            SagaDefinition<Note> child = act(begun().step("first")).pivot().withoutEndings();

            assertMistake(
                    begun().step("second").child(child, SagaData::start).compensate(),
                    "step 'second' cannot be compensated, because its child 'reception' has a pivot or retriable"
                            + " steps: make the step the pivot, or retriable");
            assertSound(begun().step("second").child(child, SagaData::start).pivot());
            assertSound(begun().step("second").child(child, SagaData::start).retriable());
        }
    }

    @Nested
    class OfTypes {

        private static final Instruction<Note> UNDO_BY_DONE =
                CLERK.instruction(type("UNDO"), type("DONE"), note -> note);

        @Test
        void isTwoStepsThatWaitForTheSameEvent() {
            assertMistake(
                    begun().step("first").await(APPROVED, DAY).step("second").await(APPROVED, DAY),
                    "step 'first' and step 'second' both wait for APPROVED, and nothing would tell which one it is for:"
                            + " let each wait for a type of its own");
            assertMistake(
                    begun().step("first")
                            .await(APPROVED, REJECTED, DAY)
                            .step("second")
                            .await(LEFT, REJECTED, DAY),
                    "step 'first' and step 'second' both wait for REJECTED, and nothing would tell which one it is for:"
                            + " let each wait for a type of its own");
        }

        @Test
        void isAnEventThatAlsoAnswersACommand() {
            String mistake = "step 'second' waits for DONE, which also answers the command of step 'first':"
                    + " let it wait for a type of its own";
            assertMistake(
                    compensatable(begun().step("first")).step("second").await(CLERK.event(type("DONE")), DAY), mistake);
            assertMistake(
                    compensatable(begun().step("first")).step("second").await(CLERK.event(type("UNDONE")), DAY),
                    "step 'second' waits for UNDONE, which also answers the compensation of step 'first':"
                            + " let it wait for a type of its own");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> begun().step("first")
                            .await(CLERK.event(type("TOLD")), DAY)
                            .completeWith(TELL, SagaData::start)
                            .cancelWith(UNDO, SagaData::start))
                    .withMessage("saga 'reception' has 1 mistake: step 'first' waits for TOLD,"
                            + " which also answers the completion: let it wait for a type of its own");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> begun().step("first")
                            .await(CLERK.event(type("TOLD")), DAY)
                            .completeWith(UNDO, SagaData::start)
                            .cancelWith(TELL, SagaData::start))
                    .withMessageContaining("which also answers the cancellation");
        }

        @Test
        void isAnAnswerThatIsTheWishToCancel() {
            assertMistake(
                    begun().canceledBy(LEFT).step("first").await(APPROVED, LEFT, DAY),
                    "step 'first' is answered by LEFT, which cancels the saga: let another type answer it");
        }

        @Test
        void isAWishToCancelThatIsTheStart() {
            assertMistake(
                    compensatable(begun().canceledBy(ARRIVED).step("first")),
                    "the saga is started and canceled by ARRIVED: let another type cancel it");
        }

        @Test
        void isAnAnswerThatStartsTheSaga() {
            assertMistake(
                    begun().step("first").await(ARRIVED, DAY),
                    "step 'first' is answered by ARRIVED, which starts the saga: let another type answer it");
        }

        @Test
        void isASuccessThatIsTheRefusal() {
            Request<Note, Note> either = CLERK.request(type("ACT"), type("DONE"), type("DONE"));

            assertMistake(
                    begun().step("first").invoke(either, SagaData::start).readOnly(),
                    "step 'first': DONE is both its success and its refusal: give each its own type");
        }

        @Test
        void isAnAnswerToBothTheCommandAndItsCompensation() {
            assertMistake(
                    act(begun().step("first")).compensate(UNDO_BY_DONE, SagaData::start),
                    "step 'first': DONE answers both its command and its compensation: give each its own type");
        }

        @Test
        void isAnAnswerThatTheEngineTakesForATechnicalFailure() {
            Request<Note, Object> failing = CLERK.request(type("ACT"), type("DONE"), TechnicalFailure.TYPE);

            assertMistake(
                    begun().step("first").invoke(failing, SagaData::start).readOnly(),
                    "step 'first' is answered by TECHNICAL_FAILURE, which the engine takes for a failure of the"
                            + " participant: let another type answer it");
        }

        @Test
        void isATypeWithTwoRecords() {
            Event<Other> done = CLERK.event(MessageType.of("DONE", Other.class));

            assertThatIllegalArgumentException()
                    .isThrownBy(
                            compensatable(begun().step("first")).step("second").await(done, DAY)::withoutEndings)
                    .withMessageContaining("message type DONE is declared with two records, " + Note.class.getName()
                            + " and " + Other.class.getName() + ": use one");
        }

        @Test
        void isASecondChildWithTheSameKey() {
            SagaDefinition<Note> child = compensatable(
                            Saga.named("visit", version(1)).startedBy(LEFT).step("first"))
                    .withoutEndings();

            assertMistake(
                    begun().step("second")
                            .child(child, SagaData::start)
                            .compensate()
                            .step("third")
                            .child(child, SagaData::start)
                            .compensate(),
                    "step 'third' starts a second 'visit' with the same key, which would be the same saga:"
                            + " give it a key of its own");
            assertSound(begun().step("second")
                    .child(child, SagaData::start)
                    .compensate()
                    .step("third")
                    .child(child, data -> data.key() + "-b", SagaData::start)
                    .compensate());
        }

        @Test
        void isNoneWhereTheCommandsIdTellsTheAnswersApart() {
            assertSound(compensatable(compensatable(begun().step("first")).step("second")));
        }
    }
}
