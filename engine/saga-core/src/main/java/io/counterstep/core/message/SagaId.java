package io.counterstep.core.message;

/**
 * The identity of a saga: derived from the definition's name and the business key, never random, so that the same
 * business event starts the same saga however often it arrives.
 *
 * @param definition the definition's name: lower case letters, digits and dashes
 * @param key the business key, 1 to {@value #MAX_KEY_LENGTH} characters without control characters
 */
public record SagaId(String definition, String key) {

    public static final int MAX_KEY_LENGTH = 200;

    private static final int MAX_NAME_LENGTH = 60;

    public SagaId {
        requireName("saga definition", definition);
        requireKey(key);
    }

    /** Reads {@code fulfil-order:4711}; the first colon separates. */
    public static SagaId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("saga id '" + text + "' must look like definition:key");
        }
        return new SagaId(text.substring(0, colon), text.substring(colon + 1));
    }

    /** @throws IllegalArgumentException if this is no name for a definition, a step or a participant */
    public static void requireName(String what, String name) {
        // by hand, since it is asked several times for each message and a regular expression showed in profiles
        boolean valid = !name.isEmpty() && name.length() <= MAX_NAME_LENGTH && isLowerCase(name.charAt(0));
        for (int i = 1; valid && i < name.length(); i++) {
            char c = name.charAt(i);
            valid = isLowerCase(c) || (c >= '0' && c <= '9') || c == '-';
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' must match [a-z][a-z0-9-]{0," + (MAX_NAME_LENGTH - 1) + "}");
        }
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** @throws IllegalArgumentException if this is no business key */
    public static void requireKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("business key must have 1 to " + MAX_KEY_LENGTH
                    + " characters without control characters, found " + key.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return definition + ":" + key;
    }
}
