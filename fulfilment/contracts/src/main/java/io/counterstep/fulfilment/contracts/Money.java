package io.counterstep.fulfilment.contracts;

/**
 * An amount of money. Never a fraction: won, yen and cents alike are counted in the currency's minor unit.
 *
 * @param currency ISO 4217, for example {@code KRW}
 */
public record Money(String currency, long minorUnits) {

    /** @throws ArithmeticException if the product does not fit 64 bits */
    public Money times(int quantity) {
        return new Money(currency, Math.multiplyExact(minorUnits, (long) quantity));
    }

    /**
     * @throws ArithmeticException if the sum does not fit 64 bits
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(currency, Math.addExact(minorUnits, other.minorUnits));
    }
}
