package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.decide.TestSaga.told;
import static io.counterstep.core.decide.TestSaga.undone;
import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A saga keeps the version that it started with. */
@Tag("G10")
class KeepsItsVersionTest {

    @Test
    void theVersionItStartedWithStaysWithItToTheEnd() {
        TestSaga saga = TestSaga.of(Purchase.definition(version(7)));
        saga.start();
        saga.reply(Purchase.PAID, done());
        saga.cancel();
        saga.reply(Purchase.RECALLED, undone());
        saga.reply(Purchase.REFUNDED, undone());
        saga.reply(Purchase.DROPPED, told());

        assertThat(saga.instance().version()).isEqualTo(7);
        assertThat(saga.state().status()).isEqualTo(Status.CANCELED);
    }

    @Test
    void noOtherVersionDecidesForIt() {
        SagaInstance saga = TestSaga.paying().instance();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Decider.decide(Purchase.definition(version(2)), saga, new Input.Check(), TestSaga.BEGINNING))
                .withMessage(
                        "saga purchase:p-1 has version 1 of purchase,"
                                + " but version 2 of purchase was asked to decide: look the definition up by the saga's version");
    }

    @Test
    void noOtherDefinitionDecidesForIt() {
        SagaInstance saga = TestSaga.paying().instance();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Decider.decide(Purchase.twoPayments(), saga, new Input.Check(), TestSaga.BEGINNING));
    }
}
