package io.counterstep.chaos.load;

import java.util.List;
import java.util.random.RandomGenerator;

/** The kinds of orders, by how the demo data lets them end. */
public enum Kind {
    GOOD("alice", "KEYBOARD", "KR", 10),
    UNPAYABLE("bankrupt", "MOUSE", "KR", 2),
    OUT_OF_STOCK("bob", "OUT-OF-STOCK", "DE", 2),
    UNSHIPPABLE("alice", "MONITOR", "AQ", 3),
    /** Its customer cancels it at once: whoever is faster wins. */
    CHANGED_MIND("bob", "KEYBOARD", "JP", 2),
    /** All want the one piece that there is. */
    LAST_ONE("alice", "LAST-ONE", "KR", 1);

    private static final List<Kind> ALL = List.of(values());
    private static final int WEIGHTS = ALL.stream().mapToInt(it -> it.weight).sum();
    private static final int MOST_PIECES = 3;

    private final String customer;
    private final String sku;
    private final String country;
    private final int weight;

    Kind(String customer, String sku, String country, int weight) {
        this.customer = customer;
        this.sku = sku;
        this.country = country;
        this.weight = weight;
    }

    /** Draws one. */
    public static Kind of(RandomGenerator random) {
        int drawn = random.nextInt(WEIGHTS);
        for (Kind kind : ALL) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    /** Whether such an order may end COMPLETED. */
    public boolean mayComplete() {
        return this == GOOD || this == CHANGED_MIND || this == LAST_ONE;
    }

    /** Whether such an order ends COMPLETED unless time runs out. */
    public boolean mustComplete() {
        return this == GOOD;
    }

    /** The body of its POST. */
    public String json(RandomGenerator random) {
        int quantity = this == LAST_ONE ? 1 : random.nextInt(1, MOST_PIECES + 1);
        return """
                {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"destination":{"country":"%s"}}""".formatted(customer, sku, quantity, country);
    }
}
