package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.messaging.Reading;
import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.time.Instant;
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

    private static final int LEAST_ON_THEIR_WAY = 100;
    private static final int MANY = 3 * LEAST_ON_THEIR_WAY;

    private final Ground ground = new Ground();

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void anOrchestratorKnowsHowLongRepliesLieUnread() {
        try (ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE)) {
            ground.order("waits", "chair");
            ground.awaitSaga("waits", "RUNNING");
            Reading replies = office.getBean(Reading.class);
            await("nothing lies unread").until(() -> replies.behind().compareTo(SOON) < 0);
        }
        Ground.together(UNREAD, i -> ground.tell(Trade.WORKSHOP.eventTopic(), "waits", "UNMADE"));
        try (ConfigurableApplicationContext office =
                ground.run(Office.class, Ground.OFFICE, "counterstep.consumer.max-batch=1")) {
            Reading replies = office.getBean(Reading.class);
            await("replies lie unread")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> replies.behind().compareTo(SOON) > 0);
            await("all are read")
                    .atMost(Ground.PATIENCE)
                    .until(() -> replies.behind().compareTo(SOON) < 0);
        }
    }

    @Test
    void whileRepliesLieUnreadFewSagasAreOnTheirWay() {
        try (ConfigurableApplicationContext office =
                ground.run(Office.class, Ground.OFFICE, "counterstep.max-behind=100ms")) {
            Reading replies = office.getBean(Reading.class);
            replies.reads(this, Instant.now().minusSeconds(60));
            for (int i = 0; i < 8; i++) {
                // each time that some want to start, the room for them becomes smaller
                ground.order("few-" + i, "chair");
                ground.awaitSaga("few-" + i, "RUNNING");
                rest(Duration.ofMillis(150));
            }
            Ground.together(MANY, i -> ground.order("many-" + i, "chair"));
            await("the least that may be on their way are")
                    .atMost(Ground.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> started() >= LEAST_ON_THEIR_WAY);
            rest(Duration.ofSeconds(1));
            assertThat(started()).isEqualTo(LEAST_ON_THEIR_WAY);

            replies.ended(this);
            await("all have started").atMost(Ground.PATIENCE).until(() -> started() == MANY + 8);
        }
    }

    private static void rest(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    private long started() {
        return new Database(ground.system, Ground.OFFICE)
                .number("select count(*) from saga where business_key like 'few-%' or business_key like 'many-%'");
    }
}
