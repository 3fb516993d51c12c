package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step that timed out is unknown: compensated, whatever its late reply says. */
@Tag("G5")
class TimedOutIsUnknownTest {

    private final TestSaga timedOut = timedOut();

    private static TestSaga timedOut() {
        TestSaga saga = TestSaga.sending().passes(Purchase.DEADLINE);
        saga.check();
        return saga;
    }

    @Test
    void itIsCompensatedItself() {
        assertThat(timedOut.outstanding().command()).isEqualTo(timedOut.command("send", Action.COMPENSATE));
    }

    @Test
    void itsLateReplyChangesNothing() {
        SagaInstance before = timedOut.instance();
        CommandId asked = timedOut.command("send", Action.INVOKE);

        assertThat(timedOut.replyTo(asked, Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(timedOut.replyTo(asked, Purchase.SEND_REFUSED, new Purchase.Refused(null)))
                .isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(timedOut.replyTo(null, Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(timedOut.failureOf(asked)).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(timedOut.instance()).isSameAs(before);
    }

    @Test
    void aReplyThatComesBeforeTheCheckStillCounts() {
        TestSaga saga = TestSaga.sending().passes(Purchase.DEADLINE.multipliedBy(2));

        assertThat(said(saga.reply(Purchase.SENT, done()))).containsExactly("CLOSE");
    }

    @Test
    void theDeadlineCountsFromTheFirstSendingWhateverFailsAndIsSentAgain() {
        TestSaga saga = TestSaga.paying();
        saga.passesUntilDue().check();
        saga.fail();

        assertThat(saga.outstanding().deadline()).isEqualTo(TestSaga.BEGINNING.plus(Purchase.DEADLINE));
    }
}
