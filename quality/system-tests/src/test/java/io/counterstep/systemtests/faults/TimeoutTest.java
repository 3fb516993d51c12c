package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Ordered;
import io.counterstep.systemtests.support.Told;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** G5 and G6 on real parts: success after time-out, and compensation before request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutTest {

    private static final Duration DEADLINE = Duration.ofMillis(1_500);
    private static final Duration RESEND_AFTER = Duration.ofMillis(300);

    /** An orchestrator as any team would write it: the dependency and one bean; it plays a participant besides. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Office {

        @Bean
        SagaDefinition<Ordered> trade() {
            return Trade.hasty(DEADLINE, RESEND_AFTER);
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    private final Ground ground = new Ground();

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void aSuccessAfterTheTimeOutIsUndoneOnceAndItsReplyChangesNothing() {
        ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE);
        ground.order("late", "chair");
        ground.awaitSaga("late", "COMPENSATING");
        assertThat(ground.effects(Ground.WORKSHOP, "late"))
                .as("nobody works there")
                .isEmpty();

        ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
        ground.awaitSaga("late", "CANCELED");
        ground.awaitTold("workshop-events", "late", "MADE");
        workshop.close();
        office.close();

        assertThat(ground.effects(Ground.WORKSHOP, "late")).containsExactly("make", "unmake");
        assertThat(ground.effects(Ground.OFFICE, "late")).containsExactly("drop");
        assertThat(ground.kinds("late"))
                .contains("COMMAND_RESENT")
                .doesNotContain("STEP_SUCCEEDED", "STEP_REFUSED")
                .containsOnlyOnce("STEP_TIMED_OUT", "STEP_COMPENSATED", "CANCELED");
        List<Told> commands = ground.told("workshop-commands", "late");
        assertThat(commands.stream().map(it -> it.header("ce_id")).distinct())
                .as("one request and one compensation, however often they were sent")
                .containsExactlyInAnyOrder("trade:late/make/invoke", "trade:late/make/compensate");
    }

    @Test
    void aRequestBehindItsCompensationIsRefusedUndoneAndTheSagaEndsCanceled() {
        ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
        ConfigurableApplicationContext office = ground.run(Office.class, Ground.OFFICE);
        ground.command("early", "UNMAKE", "compensate");
        ground.awaitTold("workshop-events", "early", "UNMADE");

        ground.command("early", "MAKE", "invoke");
        ground.awaitTold("workshop-events", "early", "TECHNICAL_FAILURE");
        ground.order("early", "chair");
        ground.awaitSaga("early", "CANCELED");
        workshop.close();
        office.close();

        assertThat(ground.effects(Ground.WORKSHOP, "early"))
                .as("neither done nor undone")
                .isEmpty();
        assertThat(ground.effects(Ground.OFFICE, "early")).containsExactly("drop");
        assertThat(ground.told("workshop-events", "early"))
                .extracting(Told::status)
                .doesNotContain("MADE");
    }

    @Test
    void aDuplicatedCompensationUndoesOnce() {
        ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
        ground.command("twice", "MAKE", "invoke");
        for (int i = 0; i < 5; i++) {
            ground.command("twice", "UNMAKE", "compensate");
            ground.command("twice", "MAKE", "invoke");
        }

        await().atMost(Ground.PATIENCE)
                .until(() -> ground.told("workshop-events", "twice").size() == 11);
        workshop.close();

        assertThat(ground.effects(Ground.WORKSHOP, "twice")).containsExactly("make", "unmake");
    }
}
