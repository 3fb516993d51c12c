package io.counterstep.core.migrate;

import static io.counterstep.core.migrate.Parts.after;
import static io.counterstep.core.migrate.Parts.answered;
import static io.counterstep.core.migrate.Parts.ask;
import static io.counterstep.core.migrate.Parts.ended;
import static io.counterstep.core.migrate.Parts.started;
import static io.counterstep.core.migrate.Parts.step;
import static io.counterstep.core.migrate.Parts.steps;
import static io.counterstep.core.migrate.Parts.tell;
import static io.counterstep.core.migrate.Parts.turnedBack;
import static io.counterstep.core.migrate.Parts.type;
import static io.counterstep.core.migrate.Parts.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Participant;
import io.counterstep.core.migrate.Parts.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a saga that is on its way can go on under another version. */
class VerdictTest {

    private static final SagaDefinition<Note> FIRST = steps(1, "pay", "make", "send");

    @Test
    void aSagaIsSafeWhereEveryStepKeptItsNameItsCommandsAndItsPlace() {
        SagaDefinition<Note> same = steps(2, "pay", "make", "send");
        assertSafe(verdict(same, started(FIRST)));
        assertSafe(verdict(same, after(FIRST, "pay")));
        assertSafe(verdict(same, after(FIRST, "pay", "make", "send")));
        assertSafe(verdict(same, turnedBack(FIRST, after(FIRST, "pay", "make"))));
        assertSafe(verdict(same, answered(FIRST, turnedBack(FIRST, started(FIRST)), "pay")));
    }

    @Test
    void whatIsStillToComeMayChangeFreely() {
        assertSafe(verdict(steps(2, "pay", "wrap", "ship"), started(FIRST)));
        assertSafe(verdict(steps(2, "pay", "make", "send", "thank"), after(FIRST, "pay", "make")));
    }

    @Test
    void aSagaThatIsOverIsSafeWhateverTheVersion() {
        assertSafe(verdict(steps(2, "other"), after(FIRST, "pay", "make", "send", "complete")));
    }

    @Test
    void aRenamedStepThatIsWaitedForOrDoneNeedsAMapping() {
        SagaDefinition<Note> renamed = renamed();
        for (SagaInstance saga : List.of(
                started(FIRST),
                after(FIRST, "pay"),
                after(FIRST, "pay", "make", "send"),
                turnedBack(FIRST, after(FIRST, "pay")))) {
            assertThat(verdict(renamed, saga))
                    .isInstanceOfSatisfying(
                            Verdict.NeedsMapping.class,
                            it -> assertThat(it.suggestions()).containsExactly(".step(\"pay\", \"charge\")"));
            assertSafe(mapped().verdict(DefinitionShape.of(FIRST), saga));
        }
    }

    @Test
    void withoutTheFormerVersionAStepIsKnownByTheRepliesThatCame() {
        SagaInstance saga = after(FIRST, "pay");
        assertThat(Verdict.of(renamed(), null, null, saga)).isInstanceOf(Verdict.NeedsMapping.class);
        assertSafe(mapped().verdict(null, saga));
        assertThat(Verdict.of(says(2, "pay", "other"), null, null, saga)).isInstanceOf(Verdict.WouldStrand.class);
    }

    @Test
    void aSagaStrandsWhereAnEffectHasNothingLeftToUndoIt() {
        SagaDefinition<Note> readOnly = ended(
                step(version(2).step("pay").invoke(ask("DO_PAY"), Parts::note).readOnly(), "make"));
        assertStrands(verdict(readOnly, after(FIRST, "pay")), "its compensation was UNDO_PAY to any and is none");
        assertStrands(verdict(readOnly, started(FIRST)), "'pay' is waited for");
        assertStrands(verdict(steps(2, "make", "send"), after(FIRST, "pay")), "has no 'pay'");
    }

    @Test
    void aSagaStrandsWhereAStepSpeaksAnotherCommandOrToAnotherParticipant() {
        assertStrands(verdict(says(2, "pay", "other"), started(FIRST)), "its command was DO_PAY to any");
        Participant other = new Participant("other", "other-commands", "other-events");
        SagaDefinition<Note> elsewhere = ended(version(2)
                .step("pay")
                .invoke(other.request(type("DO_PAY"), type("DO_PAY_DONE"), type("DO_PAY_REFUSED")), Parts::note)
                .compensate(tell("UNDO_PAY"), Parts::note));
        assertStrands(verdict(elsewhere, started(FIRST)), "DO_PAY to other");
    }

    @Test
    void aSagaStrandsWhereWhatIsDoneWouldBeDoneAgain() {
        assertStrands(verdict(steps(2, "make", "pay", "send"), after(FIRST, "pay")), "would do it again");
    }

    @Test
    void aNewStepThatItIsPastMustBeLeftOutInSoManyWords() {
        SagaDefinition<Note> checked = steps(2, "check", "pay", "make", "send");
        SagaInstance saga = after(FIRST, "pay");
        assertThat(verdict(checked, saga))
                .isInstanceOfSatisfying(
                        Verdict.NeedsMapping.class,
                        it -> assertThat(it.suggestions()).containsExactly(".leavingOut(\"check\")"));
        assertSafe(SagaMigration.from(Parts.NAME, 1)
                .to(checked)
                .leavingOut("check")
                .verdict(DefinitionShape.of(FIRST), saga));
        assertSafe(verdict(checked, turnedBack(FIRST, saga)));
    }

    @Test
    void aSagaThatWaitsForAGroupStrandsWhereItIsTornApart() {
        SagaDefinition<Note> group = ended(version(1)
                .together(it -> it.step("pay")
                        .invoke(ask("DO_PAY"), Parts::note)
                        .compensate(tell("UNDO_PAY"), Parts::note)
                        .step("make")
                        .invoke(ask("DO_MAKE"), Parts::note)
                        .compensate(tell("UNDO_MAKE"), Parts::note)));
        assertStrands(Verdict.of(steps(2, "pay", "make"), null, DefinitionShape.of(group), started(group)), "at once");
        SagaDefinition<Note> inTurn = steps(1, "pay", "make");
        assertSafe(Verdict.of(group, null, DefinitionShape.of(inTurn), after(inTurn, "pay", "make")));
    }

    @Test
    void aSagaOnItsWayBackStrandsWhereADoneStepWouldBePassedOver() {
        SagaInstance undoingMake = turnedBack(FIRST, after(FIRST, "pay", "make"));
        SagaInstance undoing = answered(FIRST, undoingMake, "send");
        assertThat(undoing.waits().getFirst().step()).isEqualTo("make");
        assertStrands(verdict(steps(2, "make", "pay", "send"), undoing), "'pay' would not be undone any more");
    }

    @Test
    void anEndingThatIsWaitedForMustStayTheSame() {
        SagaDefinition<Note> silent = step(version(2), "pay").withoutEndings();
        SagaDefinition<Note> payOnly = steps(1, "pay");
        SagaInstance completing = after(payOnly, "pay");
        SagaInstance canceling = answered(payOnly, turnedBack(payOnly, started(payOnly)), "pay");
        DefinitionShape from = DefinitionShape.of(payOnly);
        assertStrands(Verdict.of(silent, null, from, completing), "completion");
        assertStrands(Verdict.of(silent, null, null, completing), "completion");
        assertStrands(Verdict.of(silent, null, from, canceling), "cancellation");
        assertSafe(Verdict.of(silent, null, from, started(payOnly)));
    }

    @Test
    void aFormerNameMayNotBecomeAnotherSteps() {
        Saga.StepDone<Note> steps = step(version(2), "charge", "pay");
        SagaDefinition<Note> reused = ended(step(step(step(steps, "make"), "send"), "pay", "bonus"));
        SagaMigration migration = SagaMigration.from(Parts.NAME, 1).to(reused).step("pay", "charge");
        assertStrands(migration.verdict(DefinitionShape.of(FIRST), after(FIRST, "pay")), "another name");
    }

    @Test
    void aSagaThatAnotherEventStartedStrands() {
        SagaDefinition<Note> other = ended(
                step(Saga.named(Parts.NAME, Version.version(2)).startedBy(Parts.ANY.event(type("ASKED"))), "pay"));
        assertStrands(verdict(other, started(FIRST)), "not started by ASKED");
    }

    @Test
    void anEventThatCameEarlyFollowsItsStep() {
        SagaDefinition<Note> approved = awaiting(1, "approval");
        SagaInstance early = Parts.moved(
                approved, started(approved), new Input.Reply("APPROVED", Body.of(new Note("yes")), null, "approval"));
        SagaDefinition<Note> renamed = awaiting(2, "consent");
        DefinitionShape from = DefinitionShape.of(approved);
        assertThat(Verdict.of(renamed, null, from, early)).isInstanceOf(Verdict.NeedsMapping.class);
        SagaMigration migration = SagaMigration.from(Parts.NAME, 1).to(renamed).step("approval", "consent");
        SagaInstance moved = migration.migrate(from, early, Parts.NOON).saga();
        assertThat(answered(renamed, moved, "pay").waits())
                .singleElement()
                .satisfies(it -> assertThat(it.step()).isEqualTo("complete"));
    }

    @Test
    void aStepWithNothingToUndoMayGo() {
        SagaDefinition<Note> quoted = ended(
                step(version(1).step("quote").invoke(ask("QUOTE"), Parts::note).readOnly(), "pay"));
        SagaInstance saga = after(quoted, "quote");
        assertSafe(Verdict.of(steps(2, "pay"), null, DefinitionShape.of(quoted), saga));
        assertStrands(Verdict.of(steps(2, "pay"), null, null, saga), "has no 'quote'");
        assertThat(SagaMigration.from(Parts.NAME, 1)
                        .to(steps(2, "pay"))
                        .migrate(DefinitionShape.of(quoted), saga, Parts.NOON)
                        .saga()
                        .waits()
                        .getFirst()
                        .step())
                .isEqualTo("pay");
    }

    @Test
    void aStepThatStartsAChildKeepsItsNameUntilItIsAnswered() {
        SagaDefinition<Note> child =
                ended(step(Saga.named("child", Version.version(1)).startedBy(Parts.ANY.event(type("BEGIN"))), "work"));
        SagaDefinition<Note> parent =
                ended(version(1).step("part").child(child, Parts::note).compensate());
        SagaDefinition<Note> renamed =
                ended(version(2).step("piece").child(child, Parts::note).compensate());
        SagaMigration migration = SagaMigration.from(Parts.NAME, 1).to(renamed).step("part", "piece");
        DefinitionShape from = DefinitionShape.of(parent);
        assertStrands(migration.verdict(from, started(parent)), "starts a child cannot be renamed");
        assertSafe(migration.verdict(from, after(parent, "part")));
    }

    @Test
    void whatNoMappingWouldHelpIsNotSaidToNeedOne() {
        SagaDefinition<Note> moved = ended(step(step(version(2), "make"), "charge", "pay"));
        assertStrands(verdict(moved, after(FIRST, "pay")), "'charge' is done, and version 2 would do it again");
    }

    private static SagaDefinition<Note> awaiting(int version, String name) {
        return ended(step(version(version), "pay").step(name).await(Parts.ANY.event(type("APPROVED")), Parts.DAY));
    }

    private static SagaDefinition<Note> says(int version, String name, String says) {
        return ended(step(version(version), name, says));
    }

    private static SagaDefinition<Note> renamed() {
        return ended(step(step(step(version(2), "charge", "pay"), "make"), "send"));
    }

    private static SagaMigration mapped() {
        return SagaMigration.from(Parts.NAME, 1).to(renamed()).step("pay", "charge");
    }

    private static Verdict verdict(SagaDefinition<Note> to, SagaInstance saga) {
        return Verdict.of(to, null, DefinitionShape.of(FIRST), saga);
    }

    private static void assertSafe(@Nullable Verdict verdict) {
        assertThat(verdict).isEqualTo(new Verdict.Safe());
    }

    private static void assertStrands(Verdict verdict, String why) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.WouldStrand.class,
                        it -> assertThat(String.join("; ", it.why())).contains(why));
    }
}
