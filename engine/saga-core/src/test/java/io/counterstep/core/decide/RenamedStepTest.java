package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.undone;
import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A saga that was migrated to a version in which its step {@code pay} is called {@code charge}. */
@Tag("G6")
@Tag("G10")
class RenamedStepTest {

    private final TestSaga saga = TestSaga.migrated(definition(), migrated());

    private static SagaDefinition<Purchase.Ordered> definition() {
        return Saga.named("purchase", version(2))
                .startedBy(Purchase.ORDERED)
                .canceledBy(Purchase.REGRETTED)
                .step("charge")
                .invoke(Purchase.PAY, data -> new Purchase.Do(data.start().item()))
                .compensate(Purchase.REFUND, data -> new Purchase.Undo(data.key()))
                .step("send")
                .invoke(
                        Purchase.SEND,
                        data -> new Purchase.Do(data.reply(Purchase.PAID).item()))
                .compensate(Purchase.RECALL, data -> new Purchase.Undo(data.key()))
                .completeWith(Purchase.CLOSE, data -> new Purchase.Tell("done"))
                .cancelWith(Purchase.DROP, data -> new Purchase.Tell("canceled"));
    }

    private static SagaInstance migrated() {
        SagaInstance old = TestSaga.paying().instance();
        Outstanding it = old.waits().getFirst();
        Outstanding renamed = new Outstanding(
                "charge",
                it.command(),
                it.attempt(),
                it.failures(),
                it.lastFailure(),
                it.resendAt(),
                it.deadline(),
                it.causedBy(),
                it.heldBy(),
                it.stuck());
        return new SagaInstance(
                old.id(),
                2,
                new SagaState.Running(List.of(renamed)),
                Map.of(),
                old.facts(),
                Map.of("charge", "pay"),
                old.parent(),
                old.startedAt(),
                old.deadline(),
                old.revision());
    }

    private static CommandId command(Action action) {
        return new CommandId(TestSaga.paying().instance().id(), "pay", action);
    }

    private static CommandId said(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Moved.class);
        return ((Decision.Moved) decision).commands().getFirst().id();
    }

    @Test
    void takesTheAnswerToWhatWasSaidUnderTheFormerName() {
        saga.replyTo(command(Action.INVOKE), Purchase.PAID, done());

        assertThat(saga.outcome("charge")).isEqualTo(Outcome.SUCCEEDED);
        assertThat(saga.instance().facts()).containsKey(SagaData.factOf("charge", "PAID"));
    }

    @Test
    void isUndoneUnderTheNameThatTheParticipantKnows() {
        assertThat(said(saga.cancel())).isEqualTo(command(Action.COMPENSATE));
        assertThat(saga.waiting()).containsExactly("charge");
        saga.replyTo(command(Action.COMPENSATE), Purchase.REFUNDED, undone());
        assertThat(saga.waiting()).containsExactly("cancel");
    }

    @Test
    void isSentAgainUnderTheNameThatTheParticipantKnows() {
        assertThat(said(saga.passesUntilDue().check())).isEqualTo(command(Action.INVOKE));
        assertThat(said(saga.retry())).isEqualTo(command(Action.INVOKE));
        saga.pause();
        assertThat(said(saga.resume())).isEqualTo(command(Action.INVOKE));
    }

    @Test
    void isShownToPeopleByItsNewName() {
        saga.cancel();
        TestSaga.unanswered(saga);

        assertThat(saga.state())
                .isInstanceOfSatisfying(
                        SagaState.NeedsAttention.class,
                        it -> assertThat(it.why()).isEqualTo("charge: not answered in 30 attempts"));
    }
}
