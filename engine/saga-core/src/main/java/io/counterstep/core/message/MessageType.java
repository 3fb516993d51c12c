package io.counterstep.core.message;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A kind of message: its stable wire name (the body's {@code status}, the header {@code ce_type}) and the record that
 * carries it. The name is stored and sent; the class never is, so it may be renamed or moved at any time.
 *
 * @param name upper snake case, for example {@code PAYMENT_REQUESTED}
 * @param payload the record that holds the message's own fields
 */
public record MessageType<M>(String name, Class<M> payload) {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

    public MessageType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("message type '" + name + "' must match " + NAME.pattern());
        }
        Objects.requireNonNull(payload, "payload");
    }

    public static <M> MessageType<M> of(String name, Class<M> payload) {
        return new MessageType<>(name, payload);
    }

    @Override
    public String toString() {
        return name;
    }
}
