package io.counterstep.messaging;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Trace contexts (W3C Trace Context, level 1) that are derived like all ids: the trace from the business key unless the
 * cause brought one, the span from the message. Sending a message again is the same span.
 */
final class Trace {

    private static final String SHAPE = "00-################################-################-##";
    private static final int TRACE_ID_FROM = 3;
    private static final int TRACE_ID_TO = 35;

    private Trace() {}

    static String parent(@Nullable String cause, String key, String messageId) {
        String trace = cause != null && isTraceparent(cause)
                ? cause.substring(TRACE_ID_FROM, TRACE_ID_TO)
                : hex(key) + hex("trace of " + key);
        return "00-" + trace + "-" + hex(messageId) + "-01";
    }

    /** By hand, since it is asked for each message and a regular expression showed in profiles. */
    private static boolean isTraceparent(String text) {
        boolean valid = text.length() == SHAPE.length();
        for (int i = 0; valid && i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            valid = SHAPE.charAt(i) == '#' ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : c == SHAPE.charAt(i);
        }
        return valid;
    }

    /** 64 bits, never all zero, which the standard forbids. */
    private static String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long high = Utils.murmur2(bytes) & 0xffffffffL;
        long low = text.hashCode() & 0xffffffffL;
        return HexFormat.of().toHexDigits(high << 32 | low | 1);
    }
}
