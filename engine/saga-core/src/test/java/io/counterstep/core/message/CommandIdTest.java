package io.counterstep.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {

    @ParameterizedTest
    @EnumSource(Action.class)
    void whatIsWrittenIsReadAgain(Action action) {
        for (String key : new String[] {"4711", "a/b", "a/b/invoke", "eu:de:1", "주문/1", "/", "//"}) {
            CommandId id = new CommandId(new SagaId("fulfil-order", key), "payment", action);

            assertThat(CommandId.parse(id.toString())).isEqualTo(id);
        }
    }

    @Test
    void itReadsAsSagaStepAndAction() {
        assertThat(new CommandId(new SagaId("fulfil-order", "4711"), "payment", Action.COMPENSATE))
                .hasToString("fulfil-order:4711/payment/compensate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "fulfil-order:4711",
                "fulfil-order:4711/invoke",
                "fulfil-order:4711/payment/",
                "fulfil-order:4711/payment/undo",
                "fulfil-order:4711/Payment/invoke",
                "fulfil-order:4711//invoke",
                "fulfil-order/payment/invoke",
                "7d9f6f0e-0000-4000-8000-000000000000"
            })
    void whatIsNoCommandIdIsNotRead(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandId.parse(text));
    }

    @Test
    void aStepHasAName() {
        SagaId saga = new SagaId("fulfil-order", "4711");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandId(saga, "Pay It", Action.INVOKE))
                .withMessageStartingWith("step 'Pay It' must match");
    }
}
