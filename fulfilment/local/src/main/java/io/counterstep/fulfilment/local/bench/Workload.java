package io.counterstep.fulfilment.local.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the systems under test are made to do; three of ten sagas fail, each of these at another step. */
public enum Workload {
    /** A saga of three steps whose participants do no I/O. */
    ENGINE("engine"),
    /** The order system: from an order's POST to its final event. */
    FULFILMENT_HTTP("fulfilment-http"),
    /** The order system without HTTP: from ORDER_CREATED on its topic to the order's final event. */
    FULFILMENT_EVENTS("fulfilment-events");

    private final String label;

    Workload(String label) {
        this.label = label;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Workload of(String label) {
        return Arrays.stream(values())
                .filter(it -> it.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload is called '" + label + "', only "
                        + Arrays.stream(values()).map(Workload::toString).collect(Collectors.joining(", "))));
    }

    /** The name in options and results, such as {@code fulfilment-http}. */
    @Override
    public String toString() {
        return label;
    }
}
