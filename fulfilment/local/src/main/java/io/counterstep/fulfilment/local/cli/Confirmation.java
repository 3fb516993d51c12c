package io.counterstep.fulfilment.local.cli;

import java.util.Locale;

/** Asks whoever sits at the terminal. */
record Confirmation(Terminal terminal) {

    /**
     * @return true for yes only
     * @throws CliFailure if there is nobody to ask
     */
    boolean given(String question) {
        if (!terminal.isAttended()) {
            throw CliFailure.usage("there is no terminal to ask at, so nothing was done; --yes does it unasked", null);
        }
        String answer = terminal.ask(question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
