package io.counterstep.fulfilment.orchestrator.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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
     * The same with where and what, as far as given. What does not belong to the operation stays behind: a browser sends all
     * fields of a form, whatever was chosen in it.
     *
     * @param operation null if there is none such: then nothing belongs to it
     * @throws JacksonException if the reply's fields are no JSON
     */
    ObjectNode request(@Nullable Operation operation) {
        ObjectNode request = because();
        if (operation != null && operation.needsStep()) {
            put(request, "step", text(atStep));
        }
        if (operation != null && operation.needsReply()) {
            put(request, "type", text(type));
            if (!text(body).isEmpty()) {
                request.set("body", ApiJson.read(text(body)));
            }
        }
        return request;
    }

    private static void put(ObjectNode request, String name, String value) {
        if (!value.isEmpty()) {
            request.put(name, value);
        }
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
