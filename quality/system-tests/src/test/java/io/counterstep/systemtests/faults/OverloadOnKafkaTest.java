package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.messaging.Reading;
import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** More replies than an orchestrator reads in time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadOnKafkaTest {

    private static final Duration SOON = Duration.ofMillis(300);

    /** Each of them is a transaction. */
    private static final int UNREAD = 600;

    private static final int MANY = 300;
    private static final int LEAST_ON_THEIR_WAY = 100;

    private final Ground ground = new Ground();

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void whileRepliesLieUnreadFewSagasAreOnTheirWay() {
        try (ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE)) {
            ground.order("waits", "chair");
            ground.awaitSaga("waits", "RUNNING");
            Reading replies = office.getBean(Reading.class);
            await("nothing lies unread").until(() -> replies.behind().compareTo(SOON) < 0);
        }
        long before = trades("true");
        together(UNREAD, i -> ground.tell(Trade.WORKSHOP.eventTopic(), "waits", "UNMADE"));
        try (ConfigurableApplicationContext office = ground.run(
                Office.class, Ground.OFFICE, "counterstep.consumer.max-batch=1", "counterstep.max-behind=100ms")) {
            Reading replies = office.getBean(Reading.class);
            await("the replies' loop is behind")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> replies.behind().compareTo(SOON) > 0);
            together(MANY, i -> ground.order("many-" + i, "chair"));
            await("the least that may be on their way are")
                    .atMost(Ground.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> trades("true") - before >= LEAST_ON_THEIR_WAY);
            while (replies.behind().compareTo(SOON) > 0) {
                assertThat(trades("true") - before).isLessThanOrEqualTo(LEAST_ON_THEIR_WAY);
            }
            await("all have started").atMost(Ground.PATIENCE).until(() -> trades("true") - before == MANY);
        }
    }

    private static void together(int times, IntConsumer what) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, times).forEach(i -> all.submit(() -> what.accept(i)));
        }
    }

    private long trades(String condition) {
        return new Database(ground.system, Ground.OFFICE)
                .number("select count(*) from saga where definition = 'trade' and " + condition);
    }
}
