package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes wrong on purpose in the demo is handled like anything else that goes wrong. */
@OnSharedSystem
class MischiefTest {

    private static final String PATH = "/demo/mischief";

    private final Shop shop;

    MischiefTest(Shop shop) {
        this.shop = shop;
    }

    @Test
    void eachNthOrderIsCanceledAndAllAreSlowUntilItIsEnded() {
        List<JsonNode> orders;
        try {
            assertThat(shop.put(Service.PAYMENT, PATH, "{\"refuseEvery\":2}").status())
                    .isEqualTo(200);
            assertThat(shop.put(Service.SHIPPING, PATH, "{\"slowBy\":\"100ms\"}")
                            .status())
                    .isEqualTo(200);
            orders = Stream.generate(() -> shop.awaitFinal(shop.order("alice", "KR", line("MOUSE", 1))))
                    .limit(4)
                    .toList();
        } finally {
            assertThat(shop.delete(Service.PAYMENT, PATH).status()).isEqualTo(200);
            assertThat(shop.delete(Service.SHIPPING, PATH).status()).isEqualTo(200);
        }
        assertThat(orders)
                .extracting(it -> it.get("status").asString())
                .containsExactly("COMPLETED", "CANCELED", "COMPLETED", "CANCELED");
        assertThat(orders.get(1).get("reason").asString()).contains("refused on purpose by the demo's mischief");
    }
}
