package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderMixTest {

    @Test
    void customersGoodsAndCountriesTakeTurns() {
        List<String> orders = orders(0, 18);

        assertThat(orders.getFirst())
                .isEqualTo("{\"customerId\":\"alice\",\"lines\":[{\"sku\":\"KEYBOARD\",\"quantity\":1}],"
                        + "\"destination\":{\"country\":\"KR\"}}");
        assertThat(orders).filteredOn(it -> it.contains("bob")).hasSize(9);
        assertThat(orders).filteredOn(it -> it.contains("MONITOR")).hasSize(6);
        assertThat(orders).filteredOn(it -> it.contains("DE")).hasSize(6);
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void exactlyThePercentageFailsAndTheThreeCausesTakeTurns() {
        List<String> orders = orders(30, 1_000);

        assertThat(orders).filteredOn(it -> it.contains("bankrupt")).hasSize(100);
        assertThat(orders).filteredOn(it -> it.contains("OUT-OF-STOCK")).hasSize(100);
        assertThat(orders).filteredOn(it -> it.contains("AQ")).hasSize(100);
    }

    @Test
    void allOrNoneCanFail() {
        assertThat(LongStream.range(0, 100).filter(new OrderMix(100)::fails)).hasSize(100);
        assertThat(LongStream.range(0, 100).filter(new OrderMix(0)::fails)).isEmpty();
        assertThatThrownBy(() -> new OrderMix(101)).hasMessageContaining("was 101");
    }

    private static List<String> orders(int failing, int count) {
        OrderMix mix = new OrderMix(failing);
        return LongStream.range(0, count)
                .mapToObj(number -> new String(mix.order(number), StandardCharsets.UTF_8))
                .toList();
    }
}
