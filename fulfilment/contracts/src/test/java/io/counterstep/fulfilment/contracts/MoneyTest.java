package io.counterstep.fulfilment.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Money WON = new Money("KRW", 89_000);

    @Test
    void amountsAreCountedInTheMinorUnit() {
        assertThat(WON.times(2)).isEqualTo(new Money("KRW", 178_000));
        assertThat(WON.plus(new Money("KRW", 1))).isEqualTo(new Money("KRW", 89_001));
    }

    @Test
    void currenciesAreNotMixed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WON.plus(new Money("USD", 1)))
                .withMessage("cannot add USD to KRW");
    }

    @Test
    void anAmountThatDoesNotFitIsRefusedAndNotWrapped() {
        Money most = new Money("KRW", Long.MAX_VALUE);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(WON));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(2));
    }
}
