package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.said;
import static io.counterstep.core.decide.TestSaga.undone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CANCELED is said after every compensation. */
@Tag("G4")
class CanceledIsSaidLastTest {

    @Test
    void theCancellationFollowsTheLastConfirmation() {
        TestSaga saga = TestSaga.recalling();

        assertThat(said(saga.reply(Purchase.RECALLED, undone()))).containsExactly("REFUND");
        assertThat(said(saga.reply(Purchase.REFUNDED, undone()))).containsExactly("DROP");
    }

    /** After its attempts a person has to look, and it is said all the same. */
    @Test
    void aCompensationIsInsistedOnHoweverLongItTakes() {
        TestSaga saga = TestSaga.refunding();

        for (int day = 0; day < 100; day++) {
            assertThat(said(saga.passes(Duration.ofDays(1)).check())).containsExactly("REFUND");
        }
        assertThat(saga.state())
                .isInstanceOfSatisfying(
                        SagaState.NeedsAttention.class,
                        it -> assertThat(it.stuck()).isInstanceOf(SagaState.Compensating.class));
    }
}
