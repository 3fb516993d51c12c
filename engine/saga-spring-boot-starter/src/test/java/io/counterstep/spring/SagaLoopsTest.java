package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** Loops on a Kafka that nobody runs: a loop goes on looking for it, so it counts as running. */
class SagaLoopsTest {

    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", Contexts.NOBODY, "default.api.timeout.ms", 400, "request.timeout.ms", 200);

    private final LoopContainers containers = new LoopContainers(KAFKA, 1, 1);
    private final ConcurrentMessageListenerContainer<byte[], byte[]> first = container("first");
    private final ConcurrentMessageListenerContainer<byte[], byte[]> second = container("second");
    private final SagaLoops loops =
            new SagaLoops(new Topics(1, (short) 1), new KafkaSettings(KAFKA), List.of(), List.of(first, second));
    private final LoopsHealthIndicator health =
            new LoopsHealthIndicator(List.of(loops), List.of(), containers.lost(), null);

    @Test
    void oneLoopThatStandsIsNamedAndTheOtherIsStillStopped() {
        first.start();
        second.start();
        assertThat(loops.standing()).isEmpty();
        assertThat(status()).isEqualTo(Status.UP);

        first.stop();
        assertThat(loops.standing()).containsExactly("first");
        assertThat(status()).isEqualTo(Status.DOWN);
        assertThat(loops.isRunning()).isTrue();

        loops.stop();
        assertThat(loops.isRunning()).isFalse();
    }

    private Status status() {
        return Objects.requireNonNull(health.health(false)).getStatus();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(String group) {
        Records records = new Records(new MessageFormat("orderId"), group);
        BatchLoop loop = new BatchLoop(
                group,
                new Deaf(),
                records,
                new Publisher(containers.producer(group), records, InstantSource.system()),
                new JdbcTransactionManager(),
                LoopObserver.NONE,
                InstantSource.system());
        return containers.container(group, List.of(group + "-commands"), loop);
    }

    /** Never hears a message. */
    private static final class Deaf implements BatchHandler {
        @Override
        public Outcome handle(List<IncomingMessage> batch) {
            return new Outcome(List.of(), List.of());
        }

        @Override
        public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
            return List.of();
        }
    }
}
