package io.counterstep.fulfilment.local.cli;

import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sits at the terminal.
 *
 * @param terminal null if nobody sits there
 */
record Confirmation(@Nullable Terminal terminal) {

    /** Shows a question and waits for the answer. */
    interface Terminal {
        /** @return null if there is none, and none will come */
        @Nullable
        String ask(String question);
    }

    static Confirmation atTerminal() {
        Console console = System.console();
        return new Confirmation(console == null ? null : question -> console.readLine("%s", question));
    }

    /**
     * @return true for yes only
     * @throws CliFailure if there is nobody to ask
     */
    boolean given(String question) {
        if (terminal == null) {
            throw CliFailure.usage("there is no terminal to ask at, so nothing was done; --yes does it unasked", null);
        }
        String answer = terminal.ask(question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
