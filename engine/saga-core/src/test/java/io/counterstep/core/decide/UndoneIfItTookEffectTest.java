package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.CommandId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step is undone if it took effect and the saga did not complete. */
@Tag("G2")
class UndoneIfItTookEffectTest {

    @Test
    void aRefusedStepIsNotUndone() {
        TestSaga saga = TestSaga.sending();

        assertThat(said(saga.reply(Purchase.SEND_REFUSED, new Purchase.Refused("no such address"))))
                .containsExactly("REFUND");
    }

    @Test
    void aResentCommandIsTheSameCommand() {
        TestSaga saga = TestSaga.paying();
        CommandId first = saga.outstanding().command();

        saga.passesUntilDue().check();

        assertThat(saga.outstanding().command()).isEqualTo(first);
    }

    @Test
    void theCustomersWishUndoesTheStepThatIsStillUnanswered() {
        assertThat(said(TestSaga.paying().cancel())).containsExactly("REFUND");
        assertThat(said(TestSaga.sending().cancel())).containsExactly("RECALL");
    }

    @Test
    void theCustomersWishIsTooLateOnceEveryStepIsDoneOrTheSagaTurnedBack() {
        assertThat(List.of(
                        TestSaga.completing(),
                        TestSaga.completed(),
                        TestSaga.recalling(),
                        TestSaga.refunding(),
                        TestSaga.canceling(),
                        TestSaga.canceled(),
                        TestSaga.stuck(TestSaga.refunding())))
                .allSatisfy(saga -> assertThat(saga.cancel()).isEqualTo(new Ignored(Reason.CANCEL_TOO_LATE)));
    }

    @Test
    void theWishToCancelWhatDoesNotExistStartsNothing() {
        assertThat(TestSaga.unborn().cancel()).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
    }
}
