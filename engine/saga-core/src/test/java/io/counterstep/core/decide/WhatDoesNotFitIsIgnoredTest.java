package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Duplicate, stale, reordered and foreign messages. */
@Tag("G7")
class WhatDoesNotFitIsIgnoredTest {

    @Test
    void aDuplicateOfTheRecordThatCausedTheCommandRepeatsNothing() {
        TestSaga saga = TestSaga.sending();

        assertThat(saga.replyTo(saga.command("pay", Action.INVOKE), Purchase.PAID, done()))
                .isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.start()).isEqualTo(new Ignored(Reason.DUPLICATE_START));
    }

    @Test
    void aReplyToAnotherCommandIsStaleThoughItsTypeFits() {
        TestSaga saga = TestSaga.of(Purchase.twoPayments());
        saga.start();
        CommandId deposit = saga.outstanding().command();
        saga.reply(Purchase.PAID, done());

        assertThat(saga.replyTo(deposit, Purchase.PAID, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.outstanding().command().step()).isEqualTo("balance");
    }

    @Test
    void aReplyWhoseTypeDoesNotFitIsStaleThoughItNamesTheCommand() {
        TestSaga saga = TestSaga.paying();

        assertThat(saga.reply(Purchase.SENT, done())).isEqualTo(new Ignored(Reason.STALE_REPLY));
    }

    /** It may be a duplicate of the answer to the other command. */
    @Test
    void aForeignReplyThatWouldAnswerSeveralCommandsIsAmbiguous() {
        TestSaga saga = TestSaga.of(Purchase.twoPayments());
        saga.start();

        assertThat(saga.event(Purchase.PAID, done())).isEqualTo(new Ignored(Reason.AMBIGUOUS_REPLY));
        assertThat(said(saga.reply(Purchase.PAID, done()))).containsExactly("PAY");
    }

    @Test
    void aForeignReplyIsMatchedByItsTypeAlone() {
        TestSaga saga = TestSaga.paying();

        assertThat(said(saga.replyTo(null, Purchase.PAID, done()))).containsExactly("SEND");
    }

    @Test
    void aReplyToASagaThatDoesNotExistIsIgnored() {
        TestSaga unborn = TestSaga.unborn();

        assertThat(unborn.replyTo(null, Purchase.PAID, done())).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
        assertThat(unborn.check()).isEqualTo(new Ignored(Reason.UNKNOWN_SAGA));
    }

    @Test
    void aFailureOfOneSendingCountsOnceHoweverOftenItIsTold() {
        TestSaga saga = TestSaga.refunding();

        saga.fail();

        assertThat(saga.fail()).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.outstanding().failures()).isEqualTo(1);
    }

    @Test
    void aSagaThatIsOverStaysAsItIs() {
        for (TestSaga saga : List.of(TestSaga.completed(), TestSaga.canceled())) {
            SagaInstance before = saga.instance();

            assertThat(saga.start()).isEqualTo(new Ignored(Reason.DUPLICATE_START));
            assertThat(saga.replyTo(null, Purchase.CLOSED, told())).isEqualTo(new Ignored(Reason.STALE_REPLY));
            assertThat(saga.check()).isEqualTo(new Ignored(Reason.SAGA_OVER));
            assertThat(saga.retry()).isEqualTo(new Ignored(Reason.SAGA_OVER));
            assertThat(saga.instance()).isSameAs(before);
        }
    }
}
