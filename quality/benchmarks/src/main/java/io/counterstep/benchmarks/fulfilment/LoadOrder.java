package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Fate;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The order that stands for a saga: the same number is the same order in every run. What its customer cannot pay, the
 * stock does not hold, or no carrier brings there, fails at that step.
 */
record LoadOrder(String customer, String sku, int pieces, String country) {

    private static final List<String> CUSTOMERS = List.of("alice", "bob");
    private static final List<String> SKUS = List.of("KEYBOARD", "MOUSE", "MONITOR");
    private static final List<String> COUNTRIES = List.of("KR", "US", "DE");
    private static final int MOST_PIECES = 2;

    private static final String BANKRUPT = "bankrupt";
    private static final String OUT_OF_STOCK = "OUT-OF-STOCK";
    private static final String UNSERVED = "AQ";

    static LoadOrder of(long saga) {
        String customer = pick(CUSTOMERS, saga);
        String sku = pick(SKUS, saga / CUSTOMERS.size());
        String country = pick(COUNTRIES, saga / ((long) CUSTOMERS.size() * SKUS.size()));
        int pieces = 1 + (int) (saga % MOST_PIECES);
        return switch (Fate.of(saga)) {
            case SUCCEEDS -> new LoadOrder(customer, sku, pieces, country);
            case FAILS_AT_FIRST -> new LoadOrder(BANKRUPT, sku, pieces, country);
            case FAILS_AT_SECOND -> new LoadOrder(customer, OUT_OF_STOCK, pieces, country);
            case FAILS_AT_THIRD -> new LoadOrder(customer, sku, pieces, UNSERVED);
        };
    }

    /** The body of its POST. */
    byte[] json() {
        return """
                {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"destination":{"country":"%s"}}""".formatted(customer, sku, pieces, country).getBytes(StandardCharsets.UTF_8);
    }

    private static String pick(List<String> values, long number) {
        return values.get((int) (number % values.size()));
    }
}
