package io.counterstep.chaos.check;

import org.jspecify.annotations.Nullable;

/**
 * A record as it stood in a topic, small enough to keep hundreds of thousands of. Ids hold the order's id in most cases; that
 * part is stored once.
 *
 * @param timestamp when its producer said it, in milliseconds since 1970
 * @param orderId the business key; empty if it has none
 * @param type the message type; empty if it has none
 * @param idPattern {@link #id()} with the order id replaced
 * @param replyPattern {@link #inReplyTo()} with the order id replaced
 * @param mark what the header {@code x-chaos} says; null if it was not injected
 * @param letter null unless it is a dead letter or was injected
 */
public record TapeRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        String orderId,
        String type,
        @Nullable String idPattern,
        @Nullable String replyPattern,
        @Nullable String mark,
        @Nullable Letter letter) {

    static final String KEY = "{}";

    /**
     * What is kept of few records only.
     *
     * @param reason why it is a dead letter; null if it is none
     * @param source where it stood before it became a dead letter: topic/partition/offset; null if it is none
     * @param body its beginning
     */
    public record Letter(@Nullable String reason, @Nullable String source, String body) {}

    /** The message's own id; null if it has none. */
    public @Nullable String id() {
        return idPattern == null ? null : idPattern.replace(KEY, orderId);
    }

    /** The command that it answers, such as {@code fulfil-order:4711/payment/invoke}; null if it is no reply. */
    public @Nullable String inReplyTo() {
        return replyPattern == null ? null : replyPattern.replace(KEY, orderId);
    }

    /** The saga that it is said by or to, as far as its ids tell; null if they do not. */
    public @Nullable String saga() {
        String command = replyPattern == null ? id() : inReplyTo();
        int action = command == null ? -1 : command.lastIndexOf('/');
        int step = action < 0 ? -1 : String.valueOf(command).lastIndexOf('/', action - 1);
        return step < 0 || command == null || command.indexOf(':') < 0 ? null : command.substring(0, step);
    }

    /** Whether the chaos said it, as a duplicate or a forgery. */
    public boolean injected() {
        return mark != null;
    }

    /** Where it stood: topic/partition/offset. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }
}
