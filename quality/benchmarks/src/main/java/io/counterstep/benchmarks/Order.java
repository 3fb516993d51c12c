package io.counterstep.benchmarks;

/** What a saga of the workload {@code engine} is about, the same in every system: some 80 bytes of JSON. */
public record Order(String orderId, String customer, long amount, String currency) {

    private static final int CUSTOMERS = 1_000;
    private static final long LEAST = 129_000;
    private static final long AMOUNTS = 10_000;

    /** The same for the same number. */
    public static Order of(long saga) {
        return new Order(Long.toString(saga), "customer-" + saga % CUSTOMERS, LEAST + saga % AMOUNTS, "KRW");
    }
}
