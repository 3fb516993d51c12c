package io.counterstep.fulfilment.orchestrator.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to go wrong on purpose, as it was filled in. What is no number goes to the service as it is: the service says what
 * is wrong with it.
 *
 * @param refuseEvery each how many-th payment is refused; none if empty or 0
 * @param slowBy seconds by which shipping answers later; none if empty or 0
 */
record TryForm(@Nullable String refuseEvery, @Nullable String slowBy) {

    ObjectNode payment() {
        ObjectNode wish = ApiJson.object();
        ApiJson.putNumber(wish, "refuseEvery", orNone(refuseEvery));
        return wish;
    }

    ObjectNode shipping() {
        return ApiJson.object().put("slowBy", "PT" + orNone(slowBy) + "S");
    }

    private static String orNone(@Nullable String value) {
        String text = DeedForm.text(value);
        return text.isEmpty() ? "0" : text;
    }
}
