package io.counterstep.fulfilment.local.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The orders of a load, numbered from 0: the same number is the same order in every run. Orders that must fail are
 * spread evenly, and take turns between a payment, an inventory and a shipping that is refused.
 */
final class OrderMix {

    private static final List<String> CUSTOMERS = List.of("alice", "bob");
    private static final List<String> SKUS = List.of("KEYBOARD", "MOUSE", "MONITOR");
    private static final List<String> COUNTRIES = List.of("KR", "US", "DE");
    private static final int MOST_PIECES = 2;

    private static final String BANKRUPT = "bankrupt";
    private static final String OUT_OF_STOCK = "OUT-OF-STOCK";
    private static final String UNSERVED = "AQ";

    private final int failingPercent;

    /** @throws IllegalArgumentException if it is no percentage */
    OrderMix(int failingPercent) {
        if (failingPercent < 0 || failingPercent > 100) {
            throw new IllegalArgumentException("failing must be 0 to 100 percent, was " + failingPercent);
        }
        this.failingPercent = failingPercent;
    }

    /** The body of the order's POST. */
    byte[] order(long number) {
        String customer = pick(CUSTOMERS, number);
        String sku = pick(SKUS, number / CUSTOMERS.size());
        String country = pick(COUNTRIES, number / ((long) CUSTOMERS.size() * SKUS.size()));
        long pieces = 1 + number % MOST_PIECES;
        if (!fails(number)) {
            return json(customer, sku, pieces, country);
        }
        return switch ((int) (failuresBefore(number) % 3)) {
            case 0 -> json(BANKRUPT, sku, pieces, country);
            case 1 -> json(customer, OUT_OF_STOCK, pieces, country);
            default -> json(customer, sku, pieces, UNSERVED);
        };
    }

    boolean fails(long number) {
        return failuresBefore(number + 1) > failuresBefore(number);
    }

    private long failuresBefore(long number) {
        return number * failingPercent / 100;
    }

    private static String pick(List<String> values, long number) {
        return values.get((int) (number % values.size()));
    }

    private static byte[] json(String customer, String sku, long pieces, String country) {
        return """
                {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"destination":{"country":"%s"}}""".formatted(customer, sku, pieces, country).getBytes(StandardCharsets.UTF_8);
    }
}
