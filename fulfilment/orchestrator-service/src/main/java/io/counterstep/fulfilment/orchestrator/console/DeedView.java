package io.counterstep.fulfilment.orchestrator.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deed before it is done: what it is about, what it will bring about, and a form that asks who and why.
 *
 * @param back where the reader comes from
 * @param facts what it is about
 * @param effects what will happen, one sentence each
 * @param body the message that goes out; null if none does
 * @param edited the text to change; null if there is none
 * @param problem why it was not done, or cannot be; null if it may be tried
 * @param possible whether there is anything to confirm
 */
record DeedView(
        String title,
        String button,
        String back,
        List<Fact> facts,
        List<String> effects,
        @Nullable String body,
        @Nullable String edited,
        Answer.@Nullable Problem problem,
        boolean possible) {

    /** A line of what it is about. */
    record Fact(String label, String text) {}

    /** A deed that consists of words alone. */
    static DeedView of(String title, String button, String back, List<Fact> facts, List<String> effects) {
        return new DeedView(title, button, back, facts, effects, null, null, null, true);
    }

    DeedView withBody(@Nullable String shown) {
        return new DeedView(title, button, back, facts, effects, shown, edited, problem, possible);
    }

    DeedView editing(String text) {
        return new DeedView(title, button, back, facts, effects, body, text, problem, possible);
    }

    /** After it was tried in vain. */
    DeedView failed(Answer.Problem why) {
        return new DeedView(title, button, back, facts, effects, body, edited, why, possible);
    }

    /** Where nothing can be done at all. */
    static DeedView impossible(String title, String back, Answer.Problem why) {
        return new DeedView(title, "", back, List.of(), List.of(), null, null, why, false);
    }

    /** Collects facts, leaving out what is empty. */
    static final class Facts {

        private final Words words;
        private final List<Fact> facts = new ArrayList<>();

        Facts(Words words) {
            this.words = words;
        }

        Facts add(String label, String text) {
            if (!text.isEmpty()) {
                facts.add(new Fact(words.text(label), text));
            }
            return this;
        }

        List<Fact> list() {
            return List.copyOf(facts);
        }
    }
}
