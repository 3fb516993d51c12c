package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Ordered;
import io.counterstep.systemtests.support.Database;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** G8 on real parts: a handler that throws for one command of many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonTest {

    private static final int ORDERS = 100;
    private static final int POISONED = 42;

    /** Long enough for the healthy orders on a busy machine, short enough to wait for the other. */
    private static final Duration DEADLINE = Duration.ofSeconds(6);

    private static final Duration RESEND_AFTER = Duration.ofSeconds(2);

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
    void onePoisonIsDeadLetteredItsSagaIsToldAndAllOthersComplete() {
        ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
        ConfigurableApplicationContext orchestrator = ground.run(Office.class, Ground.OFFICE);
        List<String> orders = IntStream.range(0, ORDERS).mapToObj(i -> "o" + i).toList();
        String poisoned = orders.get(POISONED);
        orders.forEach(it -> ground.order(it, it.equals(poisoned) ? Workshop.POISON : "chair"));

        ground.awaitSaga(poisoned, "CANCELED");
        Database office = new Database(ground.system, Ground.OFFICE);
        await("all others complete")
                .atMost(Ground.PATIENCE)
                .until(() -> office.number("select count(*) from saga where state = 'COMPLETED'") == ORDERS - 1);
        workshop.close();
        orchestrator.close();

        assertThat(new Database(ground.system, Ground.WORKSHOP).column("select order_id || ' ' || what from effect"))
                .as("once for each, and nothing to undo where it was rolled back")
                .containsExactlyInAnyOrderElementsOf(orders.stream()
                        .filter(it -> !it.equals(poisoned))
                        .map(it -> it + " make")
                        .toList());
        assertThat(ground.kinds(poisoned))
                .startsWith("STARTED", "STEP_FAILED", "COMMAND_RESENT")
                .contains("STEP_TIMED_OUT")
                .endsWith("STEP_COMPENSATED", "CANCELED");
        assertThat(ground.told("workshop-events", poisoned))
                .extracting(Told::status)
                .contains("TECHNICAL_FAILURE");
        assertThat(new TopicReader(ground.system).read(List.of("workshop-commands-dlt")))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(it -> {
                    assertThat(it.header("dead-letter-reason")).contains("the workshop trips over poison");
                    assertThat(it.header("dead-letter-source")).startsWith("workshop-commands/");
                    assertThat(it.header("ce_id")).isEqualTo("trade:" + poisoned + "/make/invoke");
                });
    }
}
