package io.counterstep.systemtests.faults;

import java.util.List;

/** The four kinds of orders, by how the demo data lets them end. */
enum Kind {
    GOOD("alice", "KEYBOARD", "KR", "COMPLETED"),
    UNPAYABLE("bankrupt", "MOUSE", "KR", "CANCELED"),
    OUT_OF_STOCK("bob", "OUT-OF-STOCK", "DE", "CANCELED"),
    UNSHIPPABLE("alice", "MONITOR", "AQ", "CANCELED");

    private static final List<Kind> ALL = List.of(values());

    private final String customer;
    private final String sku;
    private final String country;
    private final String ending;

    Kind(String customer, String sku, String country, String ending) {
        this.customer = customer;
        this.sku = sku;
        this.country = country;
        this.ending = ending;
    }

    static Kind of(int number) {
        return ALL.get(number % ALL.size());
    }

    /** The status in which such an order must end. */
    String ending() {
        return ending;
    }

    /** The body of its POST; the number varies the quantity. */
    String json(int number) {
        return """
                {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"destination":{"country":"%s"}}""".formatted(customer, sku, 1 + number % 3, country);
    }
}
