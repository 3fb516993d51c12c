package io.counterstep.fulfilment.orchestrator.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be done to many sagas, as it was filled in.
 *
 * @param rate sagas a second, as typed
 * @param max the most sagas, as typed
 */
record BulkForm(
        @Nullable String operation,
        @Nullable String rate,
        @Nullable String max) {

    static final String DEFAULT_RATE = "20";
    static final String DEFAULT_MAX = "1000";

    static BulkForm empty() {
        return new BulkForm("retry", DEFAULT_RATE, DEFAULT_MAX);
    }

    /**
     * The API's request. What is no number goes there as it is: the API says what is wrong with it.
     *
     * @throws JacksonException if the reply's fields are no JSON
     */
    ObjectNode request(DeedForm deed, Map<String, String> filter) {
        String chosen = DeedForm.text(operation);
        ObjectNode request = deed.request(Operation.of(chosen)).put("operation", chosen);
        number(request, "rate", DeedForm.text(rate));
        number(request, "max", DeedForm.text(max));
        ObjectNode which = request.putObject("filter");
        filter.forEach((name, value) -> {
            if (name.equals("version")) {
                number(which, name, value);
            } else {
                which.put(name, value);
            }
        });
        return request;
    }

    private static void number(ObjectNode to, String name, String value) {
        if (value.matches("\\d{1,9}")) {
            to.put(name, Integer.parseInt(value));
        } else if (!value.isEmpty()) {
            to.put(name, value);
        }
    }
}
