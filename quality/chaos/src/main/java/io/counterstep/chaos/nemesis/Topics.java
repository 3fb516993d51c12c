package io.counterstep.chaos.nemesis;

import java.util.List;

/** The topics of the system under test. */
final class Topics {

    static final List<String> ALL = List.of(
            "order-events",
            "payment-events",
            "inventory-events",
            "shipping-events",
            "order-commands",
            "payment-commands",
            "inventory-commands",
            "shipping-commands");

    private Topics() {}
}
