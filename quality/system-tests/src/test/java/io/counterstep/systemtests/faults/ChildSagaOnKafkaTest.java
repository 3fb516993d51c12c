package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.systemtests.faults.Trade.Ordered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** A saga that starts another and waits for its end, then for a person; both on a real Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChildSagaOnKafkaTest {

    private static final Participant PATRON = new Participant("patron", "patron-commands", "patron-events");

    record Wish(String orderId) {}

    private static Event<Wish> says(String type) {
        return PATRON.event(MessageType.of(type, Wish.class));
    }

    /** An office that works to commission besides. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Studio extends Office {

        @Bean
        SagaDefinition<Wish> commission(SagaDefinition<Ordered> trade) {
            return Saga.named("commission", Version.version(1))
                    .startedBy(says("COMMISSIONED"))
                    .step("work")
                    .child(trade, it -> new Ordered(it.key(), "statue"))
                    .compensate()
                    .deadline(Duration.ofMinutes(10))
                    .step("approval")
                    .await(says("ADMIRED"), says("DESPISED"), Duration.ofDays(1))
                    .withoutEndings();
        }
    }

    private final Ground ground = new Ground();

    @BeforeAll
    void run() {
        ground.run(Studio.class, Ground.OFFICE);
        ground.run(Workshop.class, Ground.WORKSHOP);
    }

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void theParentEndsWellBehindItsChild() {
        ground.tell(PATRON.eventTopic(), "c1", "COMMISSIONED");
        ground.awaitState("trade:c1", "COMPLETED");
        assertThat(ground.effects(Ground.WORKSHOP, "c1")).containsExactly("make");

        ground.tell(PATRON.eventTopic(), "c1", "ADMIRED");

        ground.awaitState("commission:c1", "COMPLETED");
    }

    @Test
    void aParentThatTurnsBackUndoesItsChildAfterTheChildsGoodEnd() {
        ground.tell(PATRON.eventTopic(), "c2", "COMMISSIONED");
        ground.awaitState("trade:c2", "COMPLETED");

        ground.tell(PATRON.eventTopic(), "c2", "DESPISED");

        ground.awaitState("commission:c2", "CANCELED");
        ground.awaitState("trade:c2", "CANCELED");
        assertThat(ground.effects(Ground.WORKSHOP, "c2")).containsExactly("make", "unmake");
        assertThat(ground.effects(Ground.OFFICE, "c2")).isEqualTo(List.of("close", "drop"));
    }
}
