package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.benchmarks.Fate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadOrderTest {

    private static final List<LoadOrder> ORDERS =
            LongStream.range(0, 1_000).mapToObj(LoadOrder::of).toList();

    @Test
    void theSameNumberIsTheSameOrder() {
        assertThat(new String(LoadOrder.of(0).json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"customerId\":\"alice\",\"lines\":[{\"sku\":\"KEYBOARD\",\"quantity\":1}],"
                        + "\"destination\":{\"country\":\"KR\"}}");
        assertThat(LoadOrder.of(7)).isEqualTo(LoadOrder.of(7));
    }

    @Test
    void customersGoodsAndCountriesTakeTurns() {
        assertThat(ORDERS).extracting(LoadOrder::customer).contains("alice", "bob");
        assertThat(ORDERS).extracting(LoadOrder::sku).contains("KEYBOARD", "MOUSE", "MONITOR");
        assertThat(ORDERS).extracting(LoadOrder::country).contains("KR", "US", "DE");
        assertThat(ORDERS).extracting(LoadOrder::pieces).containsOnly(1, 2);
    }

    @Test
    void whatFailsFailsAtTheStepOfItsFate() {
        for (int saga = 0; saga < ORDERS.size(); saga++) {
            LoadOrder order = ORDERS.get(saga);
            assertThat(order.customer().equals("bankrupt")).isEqualTo(Fate.of(saga) == Fate.FAILS_AT_FIRST);
            assertThat(order.sku().equals("OUT-OF-STOCK")).isEqualTo(Fate.of(saga) == Fate.FAILS_AT_SECOND);
            assertThat(order.country().equals("AQ")).isEqualTo(Fate.of(saga) == Fate.FAILS_AT_THIRD);
        }
    }
}
