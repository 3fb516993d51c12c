package io.counterstep.fulfilment.orchestrator.console;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Sums of money by currency, as the messages name it: an object of {@code currency} and {@code minorUnits}, in the field
 * {@code total} of what starts a saga and {@code amount} of a command. Exact; immutable.
 */
record MoneyAtStake(Map<String, BigDecimal> minorUnits) {

    static final MoneyAtStake NONE = new MoneyAtStake(Map.of());

    /** What the saga as a whole is about: the total of its messages, which the start message bears. */
    static MoneyAtStake ofSaga(JsonNode facts) {
        return facts.properties().stream()
                .map(it -> NONE.plus(it.getValue().path("total")))
                .filter(it -> !it.isNone())
                .findFirst()
                .orElse(NONE);
    }

    /** What commands move. */
    static MoneyAtStake ofCommands(Collection<JsonNode> bodies) {
        MoneyAtStake sum = NONE;
        for (JsonNode body : bodies) {
            sum = sum.plus(body.path("amount"));
        }
        return sum;
    }

    boolean isNone() {
        return minorUnits.isEmpty();
    }

    /** Unchanged if that is no money. */
    MoneyAtStake plus(JsonNode money) {
        JsonNode units = money.path("minorUnits");
        String currency = ApiJson.text(money, "currency");
        if (!units.isIntegralNumber() || currency.isEmpty()) {
            return this;
        }
        Map<String, BigDecimal> sum = new TreeMap<>(minorUnits);
        sum.merge(currency, units.decimalValue(), BigDecimal::add);
        return new MoneyAtStake(sum);
    }

    /** Such as {@code KRW 258,000}; empty if there is none. */
    String shown(Locale locale) {
        return minorUnits.entrySet().stream()
                .map(it -> shown(it.getKey(), it.getValue(), locale))
                .collect(Collectors.joining(" + "));
    }

    private static String shown(String currency, BigDecimal units, Locale locale) {
        int digits = digits(currency);
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return currency + " " + format.format(units.movePointLeft(digits));
    }

    /** An unknown currency is shown in its minor units. */
    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return 0;
        }
    }
}
