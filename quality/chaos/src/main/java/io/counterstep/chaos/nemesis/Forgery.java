package io.counterstep.chaos.nemesis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that must change nothing: garbage, bombs, what nobody knows, and replies that come when all is over. */
final class Forgery {

    private static final int BOMB_DEPTH = 20_000;
    private static final int LARGE = 900_000;
    private static final List<String> REPLIES = List.of(
            "PAYMENT_SUCCESS",
            "PAYMENT_FAILED",
            "PAYMENT_CANCELED",
            "INVENTORY_SUCCESS",
            "INVENTORY_FAILED",
            "SHIPPING_SUCCESS",
            "SHIPPING_FAILED",
            "SHIPPING_CANCELED");
    private static final List<String> EVENT_TOPICS = Topics.ALL.subList(0, Topics.ALL.size() / 2);

    private Forgery() {}

    /** @param ended orders that have ended */
    static ProducerRecord<byte[], byte[]> draw(List<String> ended, RandomGenerator random) {
        String anywhere = Topics.ALL.get(random.nextInt(Topics.ALL.size()));
        String events = EVENT_TOPICS.get(random.nextInt(EVENT_TOPICS.size()));
        String reply = REPLIES.get(random.nextInt(REPLIES.size()));
        String nobody = "nobody-" + random.nextInt(Integer.MAX_VALUE);
        return switch (random.nextInt(8)) {
            case 0 -> record(anywhere, nobody, garbage(random));
            case 1 -> record(anywhere, null, "\u00fc{\"orderId\":\"".getBytes(StandardCharsets.ISO_8859_1));
            case 2 -> record(anywhere, nobody, ("[".repeat(BOMB_DEPTH)).getBytes(StandardCharsets.UTF_8));
            case 3 -> record(anywhere, nobody, body(nobody, "MADE_UP"));
            case 4 -> record(events, null, body(nobody, reply));
            case 5 -> record(anywhere, nobody, large(nobody));
            case 6 -> record(anywhere, nobody, null);
            default ->
                ended.isEmpty()
                        ? record(events, null, body(nobody, reply))
                        : record(events, null, body(ended.get(random.nextInt(ended.size())), reply));
        };
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, @Nullable String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static byte[] garbage(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(1, 200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] body(String orderId, String status) {
        return "{\"orderId\":\"%s\",\"status\":\"%s\"}"
                .formatted(orderId, status)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] large(String orderId) {
        return "{\"orderId\":\"%s\",\"status\":\"MADE_UP\",\"ballast\":\"%s\"}"
                .formatted(orderId, "x".repeat(LARGE))
                .getBytes(StandardCharsets.UTF_8);
    }
}
