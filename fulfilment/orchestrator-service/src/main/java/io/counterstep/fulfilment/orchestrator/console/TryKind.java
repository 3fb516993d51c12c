package io.counterstep.fulfilment.orchestrator.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A kind of order of the demo, by what becomes of it. */
enum TryKind {
    COMPLETED("alice", "KEYBOARD", 2, "KR"),
    NO_MONEY("bankrupt", "MOUSE", 1, "KR"),
    NO_STOCK("alice", "OUT-OF-STOCK", 1, "KR"),
    NO_CARRIER("alice", "MONITOR", 1, "AQ");

    private final String customer;
    private final String sku;
    private final int quantity;
    private final String country;

    TryKind(String customer, String sku, int quantity, String country) {
        this.customer = customer;
        this.sku = sku;
        this.quantity = quantity;
        this.country = country;
    }

    /** The key of its texts. */
    public String key() {
        return "try.kind." + name();
    }

    /** What the order service is sent. */
    ObjectNode order() {
        ObjectNode order = ApiJson.object().put("customerId", customer);
        order.putArray("lines").addObject().put("sku", sku).put("quantity", quantity);
        order.putObject("destination").put("country", country);
        return order;
    }

    /** The kind of the n-th order of several: the one that was chosen, or each in turn if none was. */
    static TryKind of(@Nullable TryKind chosen, int position) {
        return chosen == null ? values()[position % values().length] : chosen;
    }
}
