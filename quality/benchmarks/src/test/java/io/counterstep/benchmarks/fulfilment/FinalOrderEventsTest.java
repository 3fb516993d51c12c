package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalOrderEventsTest {

    @Test
    void onlyFinalEventsFromNowOnAreTold(@TempDir Path directory) throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            broker.publish(event("before", "ORDER_COMPLETED"));
            List<String> told = new CopyOnWriteArrayList<>();
            try (FinalOrderEvents events = FinalOrderEvents.listen(
                    broker.bootstrapServers(), it -> told.add(it.orderId() + " " + it.status() + " " + it.reason()))) {
                broker.publish(event("a", "ORDER_CREATED"));
                broker.publish("not JSON");
                broker.publish(event("a", "ORDER_COMPLETED"));
                broker.publish(event("b", "ORDER_CANCELED"));

                await().atMost(Duration.ofSeconds(20)).until(() -> told.size() >= 2);
                events.check();
            }
            assertThat(told).containsExactlyInAnyOrder("a COMPLETED why", "b CANCELED why");
        }
    }

    @Test
    void whereNoBrokerAnswersTheLoadFails() {
        assertThatThrownBy(() -> FinalOrderEvents.listen("127.0.0.1:1", ending -> {}))
                .isInstanceOf(LoadFailure.class)
                .hasMessageStartingWith("cannot read order-events from Kafka at 127.0.0.1:1");
    }

    @Test
    void whatIsNoEventIsNoEnding() {
        assertThat(FinalOrderEvents.ending(null, 0)).isNull();
        assertThat(ending("[]")).isNull();
        assertThat(ending("{\"status\":\"ORDER_COMPLETED\"}")).isNull();
        assertThat(ending("{\"orderId\":\"a\"")).isNull();
        assertThat(ending("{\"lines\":[{\"orderId\":\"x\"}],\"orderId\":\"a\",\"status\":\"ORDER_CANCELED\"}"))
                .isEqualTo(new Ending("a", Ending.CANCELED, null, 0));
    }

    private static @Nullable Ending ending(String json) {
        return FinalOrderEvents.ending(json.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static String event(String orderId, String status) {
        return """
                {"orderId":"%s","status":"%s","reason":"why","total":{"currency":"KRW","minorUnits":1}}""".formatted(orderId, status);
    }
}
