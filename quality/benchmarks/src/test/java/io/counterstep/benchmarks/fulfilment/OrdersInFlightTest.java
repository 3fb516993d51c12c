package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersInFlightTest {

    private final List<String> told = new ArrayList<>();
    private final OrdersInFlight inFlight = new OrdersInFlight(
            (ending, postedAt) -> told.add(ending.orderId() + " " + postedAt + "-" + ending.receivedAt()));

    @Test
    void anOrderIsToldOnceWhicheverComesFirst() {
        inFlight.accepted("a", 10);
        inFlight.ended(ending("a", 30));
        inFlight.ended(ending("b", 40));
        inFlight.accepted("b", 20);
        inFlight.ended(ending("a", 50));

        assertThat(told).containsExactly("a 10-30", "b 20-40");
        assertThat(inFlight.size()).isZero();
    }

    @Test
    void endingsOfForeignOrdersAreForgottenOldestFirst() {
        for (int i = 0; i <= OrdersInFlight.MAX_UNMATCHED; i++) {
            inFlight.ended(ending("order-" + i, i));
        }

        inFlight.accepted("order-0", 0);
        inFlight.accepted("order-1", 0);

        assertThat(told).containsExactly("order-1 0-1");
        assertThat(inFlight.sample(5)).containsExactly("order-0");
    }

    private static Ending ending(String orderId, long receivedAt) {
        return new Ending(orderId, Ending.COMPLETED, null, receivedAt);
    }
}
