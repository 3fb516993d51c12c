package io.counterstep.fulfilment.order.web;

import java.util.Optional;

/** What texts from outside may look like, and how they are quoted. */
final class Texts {

    private static final int MAX_QUOTED = 60;

    private Texts() {}

    /** What is wrong with that text as a name or code, as the end of a sentence; empty if nothing is. */
    static Optional<String> mistakeIn(String text, int maxLength) {
        int length = text.codePointCount(0, text.length());
        if (text.isBlank()) {
            return Optional.of("must not be blank, found " + quoted(text));
        }
        if (length > maxLength) {
            return Optional.of("must have at most " + maxLength + " characters, found " + length);
        }
        if (!text.codePoints().allMatch(Texts::isVisible)) {
            return Optional.of("must not hold control or invisible characters, found " + quoted(text));
        }
        if (!text.strip().equals(text)) {
            return Optional.of("must not begin or end with a space, found " + quoted(text));
        }
        return Optional.empty();
    }

    /** That text in quotes: cut if it is long, with {@code \}{@code uXXXX} for what cannot be seen. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints()
                .limit(MAX_QUOTED)
                .forEach(c -> quoted.append(isVisible(c) ? Character.toString(c) : "\\u%04X".formatted(c)));
        return quoted.append(text.codePointCount(0, text.length()) > MAX_QUOTED ? "…'" : "'")
                .toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
