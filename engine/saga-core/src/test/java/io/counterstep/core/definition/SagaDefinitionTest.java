package io.counterstep.core.definition;

import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SagaDefinitionTest {

    private record Note(String text) {}

    private static final Participant CLERK = new Participant("clerk", "clerk-commands", "clerk-events");
    private static final Participant GUEST = new Participant("guest", "guest-commands", "guest-events");
    private static final Event<Note> ARRIVED = GUEST.event(MessageType.of("ARRIVED", Note.class));
    private static final MessageType<Note> DONE = MessageType.of("DONE", Note.class);
    private static final MessageType<Note> REFUSED = MessageType.of("REFUSED", Note.class);
    private static final Request<Note, Note> ACT = CLERK.request(MessageType.of("ACT", Note.class), DONE, REFUSED);
    private static final Instruction<Note> UNDO =
            CLERK.instruction(MessageType.of("UNDO", Note.class), MessageType.of("UNDONE", Note.class), note -> note);
    private static final Instruction<Note> TELL =
            GUEST.instruction(MessageType.of("TELL", Note.class), MessageType.of("TOLD", Note.class), note -> note);

    private static Note note(SagaData<Note> saga) {
        return saga.start();
    }

    private static Saga.Started<Note> named(String name) {
        return Saga.named(name, version(1)).startedBy(ARRIVED);
    }

    private static SagaDefinition<Note> ended(Saga.StepDone<Note> last) {
        return last.completeWith(TELL, SagaDefinitionTest::note).cancelWith(TELL, SagaDefinitionTest::note);
    }

    private static Saga.StepDone<Note> step(Saga.StepNamed<Note> named) {
        return named.invoke(ACT, SagaDefinitionTest::note).compensate(UNDO, SagaDefinitionTest::note);
    }

    private final SagaDefinition<Note> definition = ended(
            step(step(step(named("reception").step("first")).step("second")).step("third")));

    @Test
    void stepsStandInTheOrderOfTheirDeclaration() {
        assertThat(definition.steps()).extracting(Step::name).containsExactly("first", "second", "third");
        assertThat(definition.first().name()).isEqualTo("first");
        assertThat(definition.after("first")).isEqualTo(definition.step("second"));
        assertThat(definition.after("third")).isNull();
        assertThat(definition.before("third")).isEqualTo(definition.step("second"));
        assertThat(definition.before("first")).isNull();
    }

    @Test
    void aStepHasDefaultsAndMaySetItsTimes() {
        Step<Note> plain = definition.first();
        Step<Note> set = ended(step(named("reception").step("first"))
                        .deadline(Duration.ofMinutes(2))
                        .resendAfter(Duration.ofSeconds(7)))
                .first();

        assertThat(plain.deadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plain.resend()).isEqualTo(new Resend(Duration.ofSeconds(5), Duration.ofMinutes(1)));
        assertThat(set.deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(set.resend().first()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatIsSaidStandsUnderStepAndAction() {
        assertThat(definition.invocation("second", Action.INVOKE).command()).isEqualTo(ACT);
        assertThat(definition.invocation("second", Action.COMPENSATE).command()).isEqualTo(UNDO);
        assertThat(definition.invocation(SagaDefinition.COMPLETE, Action.INVOKE))
                .isEqualTo(definition.completion());
        assertThat(definition.invocation(SagaDefinition.CANCEL, Action.INVOKE)).isEqualTo(definition.cancellation());
    }

    @Test
    void topicsAreThoseOfTheVocabularies() {
        assertThat(definition.eventTopics()).containsExactlyInAnyOrder("clerk-events", "guest-events");
        assertThat(definition.commandTopics()).containsExactlyInAnyOrder("clerk-commands", "guest-commands");
    }

    @Test
    void anUnknownStepIsNamedWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definition.step("fourth"))
                .withMessage("saga 'reception' version 1 has no step 'fourth', only [first, second, third]");
    }

    @Nested
    class AMistake {

        @Test
        void isToldTogetherWithAllOthers() {
            Saga.StepDone<Note> steps =
                    step(step(step(step(named("Reception").step("first")).step("first"))
                                    .step("No Name"))
                            .step("cancel"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ended(steps))
                    .withMessageStartingWith("saga 'Reception': ")
                    .withMessageContaining("saga definition 'Reception' must match")
                    .withMessageContaining("step 'first' is named twice, or like an ending")
                    .withMessageContaining("step 'No Name' must match")
                    .withMessageContaining("step 'cancel' is named twice, or like an ending");
        }

        @Test
        void isAStepTooMany() {
            Saga.StepDone<Note> steps = step(named("reception").step("step-0"));
            for (int i = 1; i < SagaDefinition.MAX_STEPS; i++) {
                steps = step(steps.step("step-" + i));
            }
            assertThat(ended(steps).steps()).hasSize(SagaDefinition.MAX_STEPS);

            Saga.StepDone<Note> tooMany = step(steps.step("one-too-many"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ended(tooMany))
                    .withMessage("saga 'reception': needs 1 to 100 steps, found 101");
        }

        @Test
        void isADeadlineThatIsNotPositive() {
            Saga.StepDone<Note> step = step(named("reception").step("first"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> step.deadline(Duration.ZERO))
                    .withMessage("step 'first': deadline must be positive, found PT0S");
        }

        @Test
        void isAVersionBelowOne() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> version(0))
                    .withMessage("version must be 1 or more, found 0");
        }
    }

    @Nested
    class Data {

        private final SagaData<Note> data =
                definition.data(definition.id("k-1"), Map.of("ARRIVED", Body.of(new Note("hello"))), null);

        @Test
        void knowsTheStartAndTheRepliesSoFar() {
            assertThat(data.key()).isEqualTo("k-1");
            assertThat(data.start()).isEqualTo(new Note("hello"));
            assertThat(data.find(DONE)).isEmpty();
            assertThat(data.reason()).isEmpty();
        }

        @Test
        void saysWhatItHasInPlaceOfAReplyThatIsMissing() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> data.reply(DONE))
                    .withMessage("saga reception:k-1 has no DONE yet, only [ARRIVED]");
        }
    }
}
