package io.counterstep.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SagaIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"fulfil-order:4711", "a:b", "a:주문-1", "trip:eu:de:1", "a:x/y", "a: blank "})
    void whatIsWrittenIsReadAgain(String text) {
        assertThat(SagaId.parse(text)).hasToString(text);
    }

    @Test
    void theFirstColonSeparatesSoThatAKeyMayHoldSome() {
        assertThat(SagaId.parse("trip:eu:de:1")).isEqualTo(new SagaId("trip", "eu:de:1"));
    }

    @Test
    void aKeyHasOneToTwoHundredCharacters() {
        assertThat(new SagaId("a", "k".repeat(SagaId.MAX_KEY_LENGTH)).key()).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> new SagaId("a", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SagaId("a", "k".repeat(SagaId.MAX_KEY_LENGTH + 1)))
                .withMessage("business key must have 1 to 200 characters without control characters,"
                        + " found 201 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "a\u0000b", "a\u007fb"})
    void aKeyHasNoControlCharacters(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SagaId("a", key));
    }

    @Test
    void aDefinitionsNameHasOneToSixtyCharacters() {
        assertThat(new SagaId("a".repeat(60), "k").definition()).hasSize(60);
        assertThatIllegalArgumentException().isThrownBy(() -> new SagaId("a".repeat(61), "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Order", "1order", "-order", "my_order", "order ", "bestellung-ä"})
    void aDefinitionsNameIsLowerCaseLettersDigitsAndDashes(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SagaId(name, "k"))
                .withMessageStartingWith("saga definition '" + name + "' must match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fulfil-order", ":", ":4711", "fulfil-order:", "Fulfil:1"})
    void whatIsNoSagaIdIsNotRead(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SagaId.parse(text));
    }
}
