package io.counterstep.chaos.check;

import io.counterstep.messaging.DeadLetter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The topics that are taped. */
final class Topics {

    static final List<String> EVENTS = List.of("order-events", "payment-events", "inventory-events", "shipping-events");
    static final List<String> COMMANDS =
            List.of("order-commands", "payment-commands", "inventory-commands", "shipping-commands");
    static final Set<String> TAPED = Stream.of(EVENTS, COMMANDS)
            .flatMap(List::stream)
            .flatMap(it -> Stream.of(it, DeadLetter.topicOf(it)))
            .collect(Collectors.toUnmodifiableSet());

    private Topics() {}
}
