package io.counterstep.fulfilment.orchestrator.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in the reader's language what nobody could take back. The API says it in English sentences of a few forms; one of
 * another form is shown as it is.
 */
final class Consequence {

    private record Form(Pattern pattern, String key) {}

    private static final List<Form> FORMS = List.of(
            form(
                    "takes (\\S+) for the answer of '([^']+)': whatever really happened there is not looked at again",
                    "resolved"),
            form("takes the pivot '([^']+)' for done: nothing is undone any more", "pivot-done"),
            form("skips '([^']+)', which will never be done", "skipped"),
            form("gives '([^']+)' up: a late answer to it changes nothing", "given-up"),
            form("waits for '([^']+)' no longer", "not-awaited"),
            form("turns the saga back: it can only be canceled from then on", "back"),
            form("says that the saga is complete: there is no way back", "complete"),
            form("says again that the saga is complete: there is no way back", "complete-again"),
            form("says that the saga is canceled", "cancel"),
            form("says again that the saga is canceled", "cancel-again"),
            form("undoes '([^']+)'", "undone"),
            form("undoes '([^']+)' again", "undone-again"),
            form("sends the pivot '([^']+)'(?: again)?: from then on nothing is undone any more", "pivot-sent"),
            form("sends the pivot '([^']+)'(?: again)?: once it succeeds nothing is undone any more", "pivot-succeeds"),
            form("sends '([^']+)'(?: again)?, which is never undone", "retriable"),
            form("ends the saga: COMPLETED", "ends-completed"),
            form("ends the saga: CANCELED", "ends-canceled"),
            form("tells the parent saga (\\S+) (\\S+)", "parent"));

    private Consequence() {}

    private static Form form(String pattern, String key) {
        return new Form(Pattern.compile(pattern), "consequence." + key);
    }

    static String in(Words words, String sentence) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(sentence);
            if (matcher.matches()) {
                Object[] parts = new Object[matcher.groupCount()];
                for (int part = 0; part < parts.length; part++) {
                    parts[part] = matcher.group(part + 1);
                }
                return words.text(form.key(), parts);
            }
        }
        return sentence;
    }

    static List<String> in(Words words, List<String> sentences) {
        return sentences.stream().map(it -> in(words, it)).toList();
    }
}
