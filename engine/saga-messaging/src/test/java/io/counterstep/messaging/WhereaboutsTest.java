package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.Whereabouts.Wanted;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {

    private static final Duration WITHIN = Duration.ofMillis(300);
    private static final List<Wanted> WANTED = List.of(
            new Wanted("bank-commands", "1", "purchase:1/pay/invoke", Instant.EPOCH),
            new Wanted("post-commands", "1", "purchase:1/send/invoke", Instant.EPOCH));

    @Test
    void whatKafkaDoesNotAnswerIsSaidInTimeForEachThatIsWanted() throws IOException {
        try (Whereabouts whereabouts = nobody(1)) {
            Instant start = Instant.now();

            Map<String, Whereabouts.Found> found = whereabouts.look(WANTED);

            assertThat(Duration.between(start, Instant.now())).isLessThan(WITHIN.multipliedBy(20));
            assertThat(found).containsOnlyKeys("purchase:1/pay/invoke", "purchase:1/send/invoke");
            assertThat(found.values()).allSatisfy(it -> {
                assertThat(it.problem()).isEqualTo("Kafka did not answer within 300 ms");
                assertThat(it.offset()).isNull();
                assertThat(it.readers()).isEmpty();
            });
        }
    }

    @Test
    void whoComesWhileTooManyLookIsToldSo() throws IOException {
        try (Whereabouts whereabouts = nobody(0)) {
            assertThat(whereabouts.look(WANTED).values())
                    .allSatisfy(it -> assertThat(it.problem()).contains("ask again"));
        }
    }

    @Test
    void aBrokerThatHasNoAddressIsSaidToHaveNone() {
        Map<String, Object> kafka = Map.of("bootstrap.servers", "no-such-host.invalid:9092");
        try (Whereabouts whereabouts = new Whereabouts(kafka, WITHIN, 1)) {
            assertThat(whereabouts.look(WANTED).values())
                    .allSatisfy(it -> assertThat(it.problem()).startsWith("Kafka "));
        }
    }

    @Test
    void whoWantsNothingAsksNobody() throws IOException {
        try (Whereabouts whereabouts = nobody(0)) {
            assertThat(whereabouts.look(List.of())).isEmpty();
        }
    }

    private static Whereabouts nobody(int atOnce) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", "127.0.0.1:" + socket.getLocalPort());
            return new Whereabouts(kafka, WITHIN, atOnce);
        }
    }
}
