package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A saga that waits has a check, and what was lost is said again; see also {@link TimingTest}. */
@Tag("G1")
class EverySagaEndsTest {

    @Test
    void everySagaThatWaitsForAnAnswerHasANextCheck() {
        assertThat(List.of(
                        TestSaga.paying(),
                        TestSaga.sending(),
                        TestSaga.completing(),
                        TestSaga.recalling(),
                        TestSaga.refunding(),
                        TestSaga.canceling()))
                .allSatisfy(saga -> assertThat(saga.instance().dueAt())
                        .get()
                        .satisfies(due -> assertThat(due).isAfter(saga.now())));
    }

    @Test
    void aRedeliveredRecordRepeatsWhatItCaused() {
        TestSaga saga = TestSaga.paying();
        Input.Reply paid =
                new Input.Reply("PAID", Body.of(done()), saga.command("pay", Action.INVOKE), "bank-events-0@77");
        Decision first = saga.hear(paid);

        Decision again = saga.hear(paid);

        assertThat(again).isInstanceOf(Decision.Repeated.class);
        assertThat(said(again)).isEqualTo(said(first)).containsExactly("SEND");
        assertThat(saga.instance().revision()).isEqualTo(2);
    }

    @Test
    void aRedeliveredStartAndARedeliveredWishRepeatWhatTheyCaused() {
        TestSaga saga = TestSaga.unborn();
        Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), "shop-events-0@1");
        Input wish = new Input.CancelRequest("REGRETTED", "shop-events-0@2");
        saga.hear(start);

        assertThat(said(saga.hear(start))).containsExactly("PAY");
        saga.hear(wish);
        assertThat(said(saga.hear(wish))).containsExactly("REFUND");
    }

    @Test
    void aRecordThatCausedAnEarlierCommandRepeatsNothing() {
        TestSaga saga = TestSaga.unborn();
        Input start = new Input.Start(TestSaga.KEY, Body.of(new Purchase.Ordered("book")), "shop-events-0@1");
        saga.hear(start);
        saga.reply(Purchase.PAID, done());

        assertThat(saga.hear(start)).isEqualTo(new Ignored(Reason.DUPLICATE_START));
    }

    @Test
    void resendingKeepsTheCauseSoThatARedeliveryStillRepeats() {
        TestSaga saga = TestSaga.paying();
        String cause = saga.outstanding().causedBy();
        saga.passesUntilDue().check();
        saga.fail();

        assertThat(saga.outstanding().causedBy()).isEqualTo(cause);
    }
}
