package io.counterstep.messaging;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * A {@link BatchLoop} for one topic that handles no more than its {@link Throttle} grants. The rest stays in Kafka: the
 * container seeks back to it, pauses, and delivers it again later; it keeps its place in the group all the while.
 */
final class ThrottledLoop implements BatchAcknowledgingMessageListener<byte[], byte[]> {

    /** How long the topic rests before it is tried again. */
    static final Duration REST = Duration.ofMillis(250);

    private final BatchLoop loop;
    private final Throttle throttle;

    ThrottledLoop(BatchLoop loop, Throttle throttle) {
        this.loop = loop;
        this.throttle = throttle;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch, @Nullable Acknowledgment acknowledgment) {
        if (acknowledgment == null) {
            throw new IllegalStateException("a throttled loop needs a container that acknowledges by hand");
        }
        String topic = batch.getFirst().topic();
        int room = throttle.reserve(topic, batch.size());
        try {
            if (room > 0) {
                loop.onMessage(batch.subList(0, room));
            }
        } finally {
            throttle.done(topic, room);
        }
        if (room == batch.size()) {
            acknowledgment.acknowledge();
        } else {
            acknowledgment.nack(room, REST);
        }
    }
}
