package io.counterstep.fulfilment.payment;

/** One customer's locked account while a batch is decided; amounts in minor units. Not thread-safe. */
final class Account {

    private final String customerId;
    private final String currency;
    private final long refunded;
    private long balance;
    private long charged;

    /**
     * @param balance of the account's row
     * @param refunded refunds since the row was last written, to be folded into it
     */
    Account(String customerId, String currency, long balance, long refunded) {
        this.customerId = customerId;
        this.currency = currency;
        this.refunded = refunded;
        this.balance = Math.addExact(balance, refunded);
    }

    String customerId() {
        return customerId;
    }

    String currency() {
        return currency;
    }

    /** What may still be charged. */
    long balance() {
        return balance;
    }

    /** What this batch has charged. */
    long charged() {
        return charged;
    }

    long refunded() {
        return refunded;
    }

    void take(long amount) {
        balance -= amount;
        charged += amount;
    }

    boolean changed() {
        return charged != 0 || refunded != 0;
    }
}
