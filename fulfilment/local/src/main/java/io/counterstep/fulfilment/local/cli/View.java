package io.counterstep.fulfilment.local.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What a command found at one look.
 *
 * @param document for programs
 * @param text for people, at most {@link Table#WIDTH} columns wide; not asked for if only the document is wanted
 * @param exitCode what the command ends with if this was the last look
 * @param over whether another look could show nothing new
 */
record View(JsonNode document, Supplier<List<String>> text, int exitCode, boolean over) {

    static View of(JsonNode document, Supplier<List<String>> text) {
        return new View(document, text, ExitCode.OK, false);
    }

    /**
     * Of a saga in that state. Once it is over there is nothing new to see, and who has watched it until then learns from
     * the exit code how it ended.
     */
    static View ofSaga(String state, boolean watched, JsonNode document, Supplier<List<String>> text) {
        boolean canceled = state.equals("CANCELED");
        int exitCode = watched && canceled ? ExitCode.REFUSED : ExitCode.OK;
        return new View(document, text, exitCode, canceled || state.equals("COMPLETED"));
    }

    /** The text, none of whose lines is broken. */
    List<String> lines() {
        return text.get().stream()
                .flatMap(it -> Arrays.stream(it.split("\n", -1)))
                .toList();
    }
}
