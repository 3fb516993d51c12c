package io.counterstep.messaging;

import static io.counterstep.messaging.Samples.FORMAT;
import static io.counterstep.messaging.Samples.RECORDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublisherWithoutBrokerTest {

    /** Each sending blocks that long while the broker is away. */
    private static final Duration MAX_BLOCK = Duration.ofMillis(300);

    @Test
    void whileTheBrokerIsAwayABatchFailsAtItsFirstRecordInsteadOfWaitingForEach() throws IOException {
        Map<String, Object> nobody =
                Map.of("bootstrap.servers", "127.0.0.1:" + closedPort(), "max.block.ms", (int) MAX_BLOCK.toMillis());
        List<OutgoingMessage> batch = IntStream.range(0, 50)
                .mapToObj(i -> new OutgoingMessage(
                        "echoes", "k" + i, "ECHO", "id" + i, null, null, FORMAT.body("{}".getBytes(UTF_8))))
                .toList();
        var producer = new LoopContainers(nobody, 1, 1).producer("test");

        try (Publisher publisher = new Publisher(producer, RECORDS, InstantSource.system())) {
            Instant start = Instant.now();

            assertThatThrownBy(() -> publisher.publish(batch))
                    .isInstanceOf(PublishFailedException.class)
                    .hasMessageContaining("echoes");
            assertThat(Duration.between(start, Instant.now())).isLessThan(MAX_BLOCK.multipliedBy(10));
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
