package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.Mistake;
import io.counterstep.fulfilment.order.RejectedRequestException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which a client marks two requests as the same one. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,200}");

    private IdempotencyKey() {}

    /**
     * @param values of the header, as often as it was sent
     * @return null if it was not sent
     * @throws RejectedRequestException unless it is one value of 1 to 200 visible ASCII characters
     */
    static @Nullable String read(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new RejectedRequestException(
                    Mistake.malformed(HEADER, "must be sent once, found " + values.size() + " times"));
        }
        String key = values.getFirst();
        if (!VISIBLE.matcher(key).matches()) {
            throw new RejectedRequestException(Mistake.malformed(
                    HEADER,
                    "must have 1 to 200 visible ASCII characters, found " + key.length() + ": " + Texts.quoted(key)));
        }
        return key;
    }
}
