package io.counterstep.fulfilment.local.cli;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Sums of money by currency, as the messages name it: an object of {@code currency} and {@code minorUnits}, in the field
 * {@code total} of what starts a saga and {@code amount} of a command. Exact; immutable.
 */
record Money(Map<String, BigDecimal> minorUnits) {

    private static final Money NONE = new Money(Map.of());

    /** What the saga as a whole is about, by the messages that it knows. */
    static Money ofSaga(JsonNode facts) {
        return facts.valueStream()
                .map(it -> NONE.plus(it.path("total")))
                .filter(it -> !it.minorUnits.isEmpty())
                .findFirst()
                .orElse(NONE);
    }

    /** What commands move. */
    static Money ofCommands(Collection<JsonNode> commands) {
        Money sum = NONE;
        for (JsonNode command : commands) {
            sum = sum.plus(command.path("body").path("amount"));
        }
        return sum;
    }

    private Money plus(JsonNode money) {
        JsonNode units = money.path("minorUnits");
        String currency = Json.show(money, "currency");
        if (!units.isIntegralNumber() || currency.isEmpty()) {
            return this;
        }
        Map<String, BigDecimal> sum = new TreeMap<>(minorUnits);
        sum.merge(currency, units.decimalValue(), BigDecimal::add);
        return new Money(sum);
    }

    /** Such as {@code KRW 258,000}; empty if there is none. */
    String shown() {
        return minorUnits.entrySet().stream()
                .map(it -> Texts.money(it.getKey(), it.getValue()))
                .collect(Collectors.joining(" + "));
    }
}
