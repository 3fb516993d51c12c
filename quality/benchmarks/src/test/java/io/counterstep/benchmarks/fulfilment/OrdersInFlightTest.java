package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersInFlightTest {

    private final List<String> told = new ArrayList<>();
    private final OrdersInFlight inFlight =
            new OrdersInFlight((saga, completed) -> told.add(saga + (completed ? " completed" : " undone")));

    @Test
    void anOrderIsToldOnceWhicheverComesFirst() {
        inFlight.accepted("a", 1);
        inFlight.ended("a", true);
        inFlight.ended("b", false);
        inFlight.accepted("b", 2);
        inFlight.ended("a", true);

        assertThat(told).containsExactly("1 completed", "2 undone");
    }

    @Test
    void endingsOfForeignOrdersAreForgottenOldestFirst() {
        for (int i = 0; i <= OrdersInFlight.MAX_UNMATCHED; i++) {
            inFlight.ended("order-" + i, true);
        }

        inFlight.accepted("order-0", 0);
        inFlight.accepted("order-1", 1);

        assertThat(told).containsExactly("1 completed");
    }
}
