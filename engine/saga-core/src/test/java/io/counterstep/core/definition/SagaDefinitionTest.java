package io.counterstep.core.definition;

import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    private static Saga.StepDone<Note> step(Saga.StepNamed<Note, Saga.StepDone<Note>> named) {
        return named.invoke(ACT, SagaDefinitionTest::note).compensate(UNDO, SagaDefinitionTest::note);
    }

    private final SagaDefinition<Note> definition = ended(
            step(step(step(named("reception").step("first")).step("second")).step("third")));

    @Test
    void stepsStandInTheOrderOfTheirDeclaration() {
        assertThat(definition.steps()).extracting(Step::name).containsExactly("first", "second", "third");
        assertThat(definition.stages())
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.steps()).hasSize(1));
        assertThat(definition.stageOf("first")).isZero();
        assertThat(definition.stageOf("third")).isEqualTo(2);
        assertThat(definition.stageOf("fourth")).isEqualTo(-1);
        assertThat(definition.find("second")).isEqualTo(definition.step("second"));
        assertThat(definition.find("fourth")).isNull();
    }

    @Test
    void stepsThatAreDoneTogetherMakeOneStage() {
        SagaDefinition<Note> grouped = ended(step(named("reception").step("first"))
                .together(group -> group.step("second")
                        .invoke(ACT, SagaDefinitionTest::note)
                        .compensate(UNDO, SagaDefinitionTest::note)
                        .step("third")
                        .invoke(ACT, SagaDefinitionTest::note)
                        .readOnly()));

        assertThat(grouped.stages()).extracting(it -> it.steps().size()).containsExactly(1, 2);
        assertThat(grouped.steps()).extracting(Step::name).containsExactly("first", "second", "third");
        assertThat(grouped.stageOf("second")).isEqualTo(1).isEqualTo(grouped.stageOf("third"));
    }

    @Test
    void aStepHasDefaultsAndMaySetItsTimes() {
        Step<Note> plain = definition.step("first");
        Step<Note> set = ended(step(named("reception").step("first"))
                        .deadline(Duration.ofMinutes(2))
                        .resendAfter(Duration.ofSeconds(7))
                        .attempts(9))
                .step("first");

        assertThat(plain.deadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plain.resend()).isEqualTo(new Resend(Duration.ofSeconds(5), Duration.ofMinutes(1)));
        assertThat(set.deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(set.resend().first()).isEqualTo(Duration.ofSeconds(7));
        assertThat(plain.attempts()).isEqualTo(30);
        assertThat(set.attempts()).isEqualTo(9);
    }

    private Command<?> said(Action action) {
        return Objects.requireNonNull(definition.invocation("second", action)).command();
    }

    @Test
    void whatIsSaidStandsUnderStepAndAction() {
        assertThat(said(Action.INVOKE)).isEqualTo(ACT);
        assertThat(said(Action.COMPENSATE)).isEqualTo(UNDO);
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
                    .withMessageStartingWith("saga 'Reception' has 4 mistakes: ")
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
                    .withMessage("saga 'reception' has 1 mistake: needs 1 to 100 steps, found 101");
        }

        @Test
        void isADeadlineThatIsNotPositive() {
            Saga.StepDone<Note> step = step(named("reception").step("first")).deadline(Duration.ZERO);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ended(step))
                    .withMessage(
                            "saga 'reception' has 1 mistake:" + " step 'first': deadline must be positive, found PT0S");
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

        /** Replies are kept by step and type, so that two steps may be answered by the same type. */
        @Test
        void tellsTheRepliesOfOneTypeApartByTheirSteps() {
            Map<String, Body> facts = new LinkedHashMap<>();
            facts.put("ARRIVED", Body.of(new Note("hello")));
            facts.put(SagaData.factOf("first", "DONE"), Body.of(new Note("one")));
            facts.put(SagaData.factOf("second", "DONE"), Body.of(new Note("two")));
            SagaData<Note> both = definition.data(definition.id("k-1"), facts, "because");

            assertThat(both.find("first", DONE)).contains(new Note("one"));
            assertThat(both.find("second", DONE)).contains(new Note("two"));
            assertThat(both.find("third", DONE)).isEmpty();
            assertThat(both.reply(DONE)).isEqualTo(new Note("two"));
            assertThat(both.reason()).contains("because");
        }

        @Test
        void saysWhatItHasInPlaceOfAReplyThatIsMissing() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> data.reply(DONE))
                    .withMessage("saga reception:k-1 has no DONE yet, only [ARRIVED]");
        }
    }
}
