package io.counterstep.fulfilment.orchestrator.console;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the API answered. */
sealed interface Answer {

    record Told(JsonNode body) implements Answer {}

    /**
     * Why a part of a page is missing.
     *
     * @param status of HTTP; 0 if nothing answered
     * @param title empty if the API gave none
     * @param detail empty if the API gave none
     * @param fields what is wrong with which, one line each
     */
    record Problem(int status, String title, String detail, List<String> fields) implements Answer {

        /** Nobody took the question, or nobody answered it in time. */
        public boolean isSilence() {
            return status == 0;
        }
    }

    /** A part of a page: exactly one of the two is there. */
    record Part<T>(@Nullable T shown, @Nullable Problem problem) {}

    /** That part of a page which shows the answer, or why there is none. */
    default <T> Part<T> shown(Function<JsonNode, T> view) {
        return switch (this) {
            case Told told -> new Part<>(view.apply(told.body()), null);
            case Problem problem -> new Part<>(null, problem);
        };
    }

    /** For what only adds to a page: an empty object if there is no answer. */
    default JsonNode orEmpty() {
        return switch (this) {
            case Told told -> told.body();
            case Problem problem -> ApiJson.object();
        };
    }
}
