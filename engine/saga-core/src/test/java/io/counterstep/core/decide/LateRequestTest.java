package io.counterstep.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.message.Action;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tombstone itself is the participant's; the core must not be confused by the late request's refusal. */
@Tag("G6")
class LateRequestTest {

    @Test
    void itsTechnicalFailureDoesNotCountAgainstTheCompensation() {
        TestSaga saga = TestSaga.refunding();

        assertThat(saga.failureOf(saga.command("pay", Action.INVOKE))).isEqualTo(new Ignored(Reason.STALE_REPLY));
        assertThat(saga.outstanding().failures()).isZero();
    }
}
