package io.counterstep.messaging;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A body as JSON bytes, kept as they came and decoded once, when first asked for. Not to be changed after it is made. */
public final class JsonBody implements Body {

    private final byte[] json;
    private final MessageFormat format;
    private @Nullable Object decoded;

    JsonBody(byte[] json, MessageFormat format) {
        this.json = json;
        this.format = format;
    }

    public byte[] json() {
        return json;
    }

    /** @throws UnreadableMessageException if the bytes are no JSON object or do not fit the type */
    @Override
    public <M> M as(MessageType<M> type) {
        Object known = decoded;
        if (!type.payload().isInstance(known)) {
            known = format.decode(json, type);
            decoded = known;
        }
        return type.payload().cast(known);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonBody body && Arrays.equals(json, body.json);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
