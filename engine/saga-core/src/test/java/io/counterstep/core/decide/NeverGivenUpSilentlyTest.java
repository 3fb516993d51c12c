package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.transition;
import static io.counterstep.core.decide.TestSaga.undone;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must be done is never given up silently; see also {@link AttentionTest}. */
@Tag("G9")
class NeverGivenUpSilentlyTest {

    @Test
    void aCompensationThatKeepsFailingNeedsAttention() {
        TestSaga saga = TestSaga.refunding();
        for (int i = 1; i < Decider.MAX_FAILURES; i++) {
            assertThat(transition(saga.fail()).kind()).isEqualTo(Transition.Kind.STEP_FAILED);
            saga.passes(Duration.ofMinutes(2)).check();
        }

        Decision last = saga.fail();

        assertThat(transition(last).kind()).isEqualTo(Transition.Kind.ATTENTION_NEEDED);
        assertThat(saga.state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(saga.instance().dueAt()).isEmpty();
        assertThat(saga.passes(Duration.ofDays(1)).check()).isEqualTo(new Ignored(Reason.NOTHING_DUE));
    }

    @Test
    void anEndingThatKeepsFailingNeedsAttentionToo() {
        assertThat(TestSaga.stuck(TestSaga.completing()).state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(TestSaga.stuck(TestSaga.canceling()).state().status()).isEqualTo(Status.NEEDS_ATTENTION);
    }

    @Test
    void aStepThatKeepsFailingTimesOutInstead() {
        TestSaga saga = TestSaga.paying();

        TestSaga.stuck(saga);

        assertThat(saga.state()).isNotInstanceOf(SagaState.Running.class);
        assertThat(saga.outstanding().command().action()).isEqualTo(Action.COMPENSATE);
    }

    @Test
    void anOperatorsRetryPutsItBackAndForgetsTheFailures() {
        TestSaga saga = TestSaga.stuck(TestSaga.refunding());

        assertThat(said(saga.retry())).containsExactly("REFUND");
        assertThat(saga.state()).isInstanceOf(SagaState.Compensating.class);
        assertThat(saga.outstanding().failures()).isZero();
        TestSaga.assertSpread(saga.instance().dueAt().orElseThrow(), saga.now(), Purchase.RESEND);
    }

    @Test
    void aLateConfirmationStillCounts() {
        TestSaga saga = TestSaga.stuck(TestSaga.refunding());

        assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
        assertThat(saga.state()).isInstanceOf(SagaState.Canceling.class);
    }
}
