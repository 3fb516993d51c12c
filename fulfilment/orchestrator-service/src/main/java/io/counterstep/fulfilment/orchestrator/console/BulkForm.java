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
        ApiJson.putNumber(request, "rate", DeedForm.text(rate));
        ApiJson.putNumber(request, "max", DeedForm.text(max));
        ObjectNode which = request.putObject("filter");
        filter.forEach((name, value) -> {
            if (name.equals("version")) {
                ApiJson.putNumber(which, name, value);
            } else {
                which.put(name, value);
            }
        });
        return request;
    }
}
