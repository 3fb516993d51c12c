package io.counterstep.fulfilment.orchestrator.console;

import static io.counterstep.fulfilment.orchestrator.console.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MoneyAtStakeTest {

    @Test
    void aSagaIsAboutTheTotalOfItsStart() {
        assertThat(MoneyAtStake.ofSaga(json("""
                        {"ORDER_CREATED":{"total":{"currency":"KRW","minorUnits":258000}},"PAYMENT_SUCCESS":{}}""")).shown(Locale.ENGLISH)).isEqualTo("KRW 258,000");
    }

    @Test
    void commandsAreAddedUpByCurrencyInItsOwnDigits() {
        assertThat(MoneyAtStake.ofCommands(List.of(
                                json("{\"amount\":{\"currency\":\"EUR\",\"minorUnits\":1050}}"),
                                json("{\"amount\":{\"currency\":\"EUR\",\"minorUnits\":5}}"),
                                json("{\"amount\":{\"currency\":\"KWD\",\"minorUnits\":1}}"),
                                json("{\"amount\":{\"currency\":\"???\",\"minorUnits\":12}}")))
                        .shown(Locale.ENGLISH))
                .isEqualTo("??? 12 + EUR 10.55 + KWD 0.001");
    }

    @Test
    void sumsAreExactHoweverLarge() {
        assertThat(MoneyAtStake.ofCommands(List.of(
                                json("{\"amount\":{\"currency\":\"KRW\",\"minorUnits\":9223372036854775807}}"),
                                json("{\"amount\":{\"currency\":\"KRW\",\"minorUnits\":1}}")))
                        .shown(Locale.ROOT))
                .isEqualTo("KRW 9,223,372,036,854,775,808");
    }

    @Test
    void whatIsNoMoneyCountsAsNone() {
        assertThat(MoneyAtStake.ofCommands(List.of(
                                json("{\"amount\":7}"),
                                json("{\"amount\":{\"currency\":\"KRW\",\"minorUnits\":1.5}}"),
                                json("[]")))
                        .isNone())
                .isTrue();
        assertThat(MoneyAtStake.ofSaga(json("\"no object\"")).shown(Locale.ROOT))
                .isEmpty();
    }
}
