package io.counterstep.core.migrate;

import static io.counterstep.core.migrate.Parts.NOON;
import static io.counterstep.core.migrate.Parts.after;
import static io.counterstep.core.migrate.Parts.answered;
import static io.counterstep.core.migrate.Parts.ended;
import static io.counterstep.core.migrate.Parts.started;
import static io.counterstep.core.migrate.Parts.step;
import static io.counterstep.core.migrate.Parts.steps;
import static io.counterstep.core.migrate.Parts.turnedBack;
import static io.counterstep.core.migrate.Parts.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.decide.Status;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.migrate.Parts.Note;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A saga that is moved goes on where it stood, and participants know it as before. */
class SagaMigrationTest {

    private static final SagaDefinition<Note> FIRST = steps(1, "pay", "make", "send");
    private static final SagaDefinition<Note> SECOND =
            ended(step(step(step(version(2), "charge", "pay"), "make"), "send"));
    private static final SagaDefinition<Note> THIRD =
            ended(step(step(step(version(3), "bill", "pay"), "make"), "send"));

    private static final SagaMigration TO_SECOND =
            SagaMigration.from(Parts.NAME, 1).to(SECOND).step("pay", "charge").because("dana", "new names");

    @Test
    void whatIsOutstandingStaysSoUnderTheSameId() {
        SagaInstance before = started(FIRST);
        Outstanding was = before.waits().getFirst();

        SagaInstance moved = move(before);

        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.waits()).singleElement().satisfies(it -> {
            assertThat(it.step()).isEqualTo("charge");
            assertThat(it.command()).isEqualTo(CommandId.parse("order:4711/pay/invoke"));
            assertThat(it.resendAt()).isEqualTo(was.resendAt());
            assertThat(it.deadline()).isEqualTo(was.deadline());
        });
        assertThat(answered(SECOND, moved, "charge").waits().getFirst().step()).isEqualTo("make");
    }

    @Test
    void itIsUndoneUnderTheNameThatParticipantsKnow() {
        SagaInstance moved = move(after(FIRST, "pay"));
        SagaInstance back = answered(SECOND, turnedBack(SECOND, moved), "make");
        assertThat(back.waits()).singleElement().satisfies(it -> {
            assertThat(it.step()).isEqualTo("charge");
            assertThat(it.command()).isEqualTo(CommandId.parse("order:4711/pay/compensate"));
        });
    }

    @Test
    void theFirstNameIsRememberedThroughSeveralMigrations() {
        SagaInstance third = SagaMigration.from(Parts.NAME, 2)
                .to(THIRD)
                .step("charge", "bill")
                .migrate(DefinitionShape.of(SECOND), move(after(FIRST, "pay")), NOON)
                .saga();
        assertThat(third.formerNames()).isEqualTo(Map.of("bill", "pay"));
        SagaInstance back = SagaMigration.from(Parts.NAME, 3)
                .to(FIRST)
                .step("bill", "pay")
                .migrate(DefinitionShape.of(THIRD), third, NOON)
                .saga();
        assertThat(back.formerNames()).isEmpty();
    }

    @Test
    void outcomesAndRepliesGoByTheNewNames() {
        SagaInstance moved = move(after(FIRST, "pay"));
        assertThat(moved.outcomes()).containsExactly(Map.entry("charge", Outcome.SUCCEEDED));
        assertThat(moved.facts().keySet()).containsExactly("ORDERED", "charge/DO_PAY_DONE");
    }

    @Test
    void aStepThatWasNeverSaidGoesByItsNewName() {
        SagaDefinition<Note> ship = ended(step(step(step(version(2), "pay"), "make"), "ship", "send"));
        SagaInstance moved = SagaMigration.from(Parts.NAME, 1)
                .to(ship)
                .step("send", "ship")
                .migrate(DefinitionShape.of(FIRST), after(FIRST, "pay"), NOON)
                .saga();
        assertThat(moved.formerNames()).isEmpty();
        assertThat(answered(ship, moved, "make").waits().getFirst().command())
                .isEqualTo(CommandId.parse("order:4711/ship/invoke"));
    }

    @Test
    void aStepThatIsLeftOutCountsAsSkippedOnlyForSagasThatArePastIt() {
        SagaDefinition<Note> checked = steps(2, "pay", "check", "make", "send");
        SagaMigration migration = SagaMigration.from(Parts.NAME, 1).to(checked).leavingOut("check");
        DefinitionShape from = DefinitionShape.of(FIRST);
        assertThat(migration.migrate(from, after(FIRST, "pay"), NOON).saga().outcomes())
                .containsEntry("check", Outcome.SKIPPED);
        SagaInstance early = migration.migrate(from, started(FIRST), NOON).saga();
        assertThat(answered(checked, early, "pay").waits().getFirst().step()).isEqualTo("check");
    }

    @Test
    void whateverKeepsASagaKeepsItStill() {
        SagaInstance paused = Parts.moved(FIRST, started(FIRST), new Input.Pause("dana", "a look"));
        assertThat(move(paused).state()).isInstanceOf(SagaState.Paused.class);
        assertThat(move(paused).state().status()).isEqualTo(Status.PAUSED);
    }

    @Test
    void theHistorySaysWhoAndWhyAndFromWhereToWhere() {
        Transition line = TO_SECOND
                .migrate(DefinitionShape.of(FIRST), started(FIRST), NOON)
                .transition();
        assertThat(line)
                .isEqualTo(new Transition(
                        2,
                        NOON,
                        Transition.Kind.MIGRATED,
                        "charge",
                        Status.RUNNING,
                        Status.RUNNING,
                        null,
                        java.util.List.of(),
                        "dana: new names (version 1 to 2)"));
    }

    @Test
    void aSagaThatDoesNotFitIsNotMoved() {
        SagaMigration bare = SagaMigration.from(Parts.NAME, 1).to(SECOND);
        DefinitionShape from = DefinitionShape.of(FIRST);
        assertThatThrownBy(() -> bare.migrate(from, started(FIRST), NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be moved to version 2");
        assertThatThrownBy(() -> TO_SECOND.migrate(from, move(started(FIRST)), NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has version 2, this migration is from 'order' version 1");
    }

    @Test
    void aMappingNamesStepsThatExistOnceEach() {
        assertThatThrownBy(() -> TO_SECOND.step("make", "nothing")).hasMessageContaining("no step 'nothing'");
        assertThatThrownBy(() -> TO_SECOND.leavingOut("nothing")).hasMessageContaining("no step 'nothing'");
        assertThatThrownBy(() -> TO_SECOND.step("make", "charge")).hasMessageContaining("mapped already");
        assertThatThrownBy(() -> SagaMigration.from(Parts.NAME, 2).to(SECOND)).hasMessageContaining("another version");
        assertThatThrownBy(() -> SagaMigration.from("other", 1).to(SECOND)).hasMessageContaining("another version");
    }

    private static SagaInstance move(SagaInstance saga) {
        return TO_SECOND.migrate(DefinitionShape.of(FIRST), saga, NOON).saga();
    }
}
