package io.counterstep.core.decide;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Refusal;

/** What others say of a saga, as it may be kept. */
final class Texts {

    /** Of what a participant or an operator says why; more is cut off. */
    static final int MAX_REASON_LENGTH = 1_000;

    private Texts() {}

    /** Why that refusal turned the saga back. */
    static String reason(MessageType<?> refusal, Body body) {
        String why = body.as(refusal) instanceof Refusal stated ? stated.reason() : null;
        return why == null || why.isBlank() ? refusal.name() : refusal.name() + ": " + presentable(why);
    }

    static String by(Input.Operation operation) {
        return presentable(operation.by() + ": " + operation.why());
    }

    /**
     * A reason is stored, shown and said on in commands, so it has a bound, no NUL, which no text column takes, and no half
     * of a surrogate pair, which no UTF-8 has.
     */
    static String presentable(String why) {
        String clean = why.replace("\0", "");
        String bounded = clean.substring(0, Math.min(clean.length(), MAX_REASON_LENGTH));
        StringBuilder presentable = new StringBuilder(bounded.length());
        bounded.codePoints()
                .map(it -> Character.MIN_SURROGATE <= it && it <= Character.MAX_SURROGATE ? '?' : it)
                .forEach(presentable::appendCodePoint);
        return presentable.toString();
    }
}
