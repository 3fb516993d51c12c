package io.counterstep.chaos.load;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The kinds of orders, by how the demo data and the customer let them end. */
public enum Kind {
    GOOD("alice", "KEYBOARD", "KR", 60, Set.of("COMPLETED")),
    UNPAYABLE("bankrupt", "MOUSE", "KR", 10, Set.of("CANCELED")),
    OUT_OF_STOCK("bob", "OUT-OF-STOCK", "DE", 10, Set.of("CANCELED")),
    UNSHIPPABLE("alice", "MONITOR", "AQ", 10, Set.of("CANCELED")),
    /** The customer cancels soon after: whoever is first decides how it ends. */
    CHANGED_MIND("bob", "KEYBOARD", "JP", 7, Set.of("COMPLETED", "CANCELED")),
    /** All want the one unit there is: at most one order ends COMPLETED. */
    LAST_ONE("bob", "LAST-ONE", "KR", 3, Set.of("COMPLETED", "CANCELED"));

    private static final List<Kind> ALL = List.of(values());
    private static final int TOTAL = ALL.stream().mapToInt(it -> it.share).sum();
    private static final int MOST_UNITS = 3;

    private final String customer;
    private final String sku;
    private final String country;
    private final int share;
    private final Set<String> endings;

    Kind(String customer, String sku, String country, int share, Set<String> endings) {
        this.customer = customer;
        this.sku = sku;
        this.country = country;
        this.share = share;
        this.endings = endings;
    }

    /** Draws a kind; six of ten orders are {@link #GOOD}. */
    public static Kind of(RandomGenerator random) {
        int drawn = random.nextInt(TOTAL);
        for (Kind kind : ALL) {
            drawn -= kind.share;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("shares of the kinds do not add up to " + TOTAL);
    }

    /** Whether such an order may end with that status, if no step of it times out. */
    public boolean mayEnd(String status) {
        return endings.contains(status);
    }

    /** Its endings, for messages. */
    public String endings() {
        return String.join(" or ", endings.stream().sorted().toList());
    }

    /** The body of its POST; up to {@value #MOST_UNITS} units, of the last one a single unit. */
    public String json(RandomGenerator random) {
        int quantity = this == LAST_ONE ? 1 : random.nextInt(1, MOST_UNITS + 1);
        return """
                {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"destination":{"country":"%s"}}""".formatted(customer, sku, quantity, country);
    }
}
