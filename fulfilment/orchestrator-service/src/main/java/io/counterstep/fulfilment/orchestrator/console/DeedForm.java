package io.counterstep.fulfilment.orchestrator.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person has filled in to have something done.
 *
 * @param then {@value #CONFIRM} to do it; anything else to see first what it would do
 * @param seen the seal of the preview that was looked at
 * @param atStep where it applies, if it applies to a step
 * @param type the reply to assume
 * @param body that reply's own fields, or a dead letter's new value
 */
record DeedForm(
        @Nullable String by,
        @Nullable String why,
        @Nullable String then,
        @Nullable String seen,
        @Nullable String atStep,
        @Nullable String type,
        @Nullable String body) {

    static final String CONFIRM = "confirm";

    /** Before anything is filled in. */
    static DeedForm empty(Visit visit) {
        return new DeedForm(visit.preferences().name(), "", null, null, null, null, null);
    }

    boolean isConfirmed() {
        return CONFIRM.equals(then);
    }

    /** The reply's own fields as they stand in the form. */
    public String fields() {
        return body == null ? "{}" : body;
    }

    /** What every request for a deed bears. */
    ObjectNode because() {
        return ApiJson.object().put("by", text(by)).put("why", text(why));
    }

    /**
     * The same with where and what, as far as given.
     *
     * @throws JacksonException if the reply's fields are no JSON
     */
    ObjectNode request() {
        ObjectNode request = because();
        Map.of("step", text(atStep), "type", text(type)).forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.put(name, value);
            }
        });
        if (!text(body).isEmpty()) {
            JsonNode fields = ApiJson.read(text(body));
            request.set("body", fields);
        }
        return request;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
