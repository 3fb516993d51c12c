package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** Where a page of sagas ended: the last one's start and id. */
record SagaCursor(Instant startedAt, String id) {

    /** Well within what PostgreSQL can store: what it cannot must not reach it. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    String encode() {
        String text = startedAt + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text is no cursor */
    static SagaCursor decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = text.indexOf(' ');
            Instant startedAt = Instant.parse(text.substring(0, Math.max(space, 0)));
            if (startedAt.isBefore(Instant.EPOCH) || startedAt.isAfter(LATEST)) {
                throw new IllegalArgumentException("no saga started at " + startedAt);
            }
            return new SagaCursor(
                    startedAt, SagaId.parse(text.substring(space + 1)).toString());
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cursor '" + cursor + "' is none that a page of sagas ended with", e);
        }
    }
}
