package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The only test that takes the one piece of LAST-ONE. */
@OnSharedSystem
class LastUnitTest {

    private static final int BUYERS = 200;
    private static final long PRICE = 99_000;

    private final LocalSystem system;
    private final Shop shop;

    LastUnitTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
    }

    @Test
    void ofManyWhoWantTheLastPieceAtOnceExactlyOneGetsItAndAllOthersTheirMoneyBack() throws Exception {
        long balance = shop.balance("alice");
        List<JsonNode> orders = orderAllAtOnce().stream().map(shop::awaitFinal).toList();

        assertThat(orders)
                .filteredOn(it -> it.get("status").asString().equals("COMPLETED"))
                .hasSize(1);
        assertThat(orders)
                .filteredOn(it -> it.get("status").asString().equals("CANCELED"))
                .hasSize(BUYERS - 1)
                .allSatisfy(it -> assertThat(it.get("reason").asString())
                        .isEqualTo("INVENTORY_FAILED: SKU LAST-ONE is short: 1 wanted, 0 available"));
        assertThat(shop.stock("LAST-ONE").get("available").asLong()).isZero();
        assertThat(shop.stock("LAST-ONE").get("reserved").asLong()).isEqualTo(1);
        assertThat(shop.balance("alice")).isEqualTo(balance - PRICE);
        new Conservation(system).assertHolds();
    }

    private List<String> orderAllAtOnce() throws Exception {
        Callable<String> buyer = () -> shop.order("alice", "KR", line("LAST-ONE", 1));
        List<String> placed = new java.util.ArrayList<>();
        try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> order :
                    buyers.invokeAll(Stream.generate(() -> buyer).limit(BUYERS).toList())) {
                placed.add(order.get());
            }
        }
        return placed;
    }
}
