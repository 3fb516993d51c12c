package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Ordered;
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

/** G10 on real parts: a saga that a deploy finds half-way ends by the version it started with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {

    /** Longer than any restart here takes. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class First {

        @Bean
        SagaDefinition<Ordered> first() {
            return Trade.makeThenPaint(DEADLINE);
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Both {

        @Bean
        SagaDefinition<Ordered> first() {
            return Trade.makeThenPaint(DEADLINE);
        }

        @Bean
        SagaDefinition<Ordered> second() {
            return Trade.paintThenMake(DEADLINE);
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OnlySecond {

        @Bean
        SagaDefinition<Ordered> second() {
            return Trade.paintThenMake(DEADLINE);
        }
    }

    private final Ground ground = new Ground();

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void aDeployFindsSagasHalfWay() {
        try (ConfigurableApplicationContext first = ground.run(First.class, Ground.OFFICE)) {
            ground.order("old", "chair");
            ground.awaitSaga("old", "RUNNING");
        }

        assertThatThrownBy(() -> ground.run(OnlySecond.class, Ground.OFFICE))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 of 'trade' version 1");

        try (ConfigurableApplicationContext both = ground.run(Both.class, Ground.OFFICE);
                ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP)) {
            ground.order("new", "chair");
            ground.awaitSaga("old", "COMPLETED");
            ground.awaitSaga("new", "COMPLETED");
        }

        assertThat(ground.effects(Ground.WORKSHOP, "old")).containsExactly("make", "paint");
        assertThat(ground.effects(Ground.WORKSHOP, "new")).containsExactly("paint", "make");
        assertThat(ground.sagas("version", "old")).isEqualTo(List.of("1"));
        assertThat(ground.sagas("version", "new")).isEqualTo(List.of("2"));

        try (ConfigurableApplicationContext second = ground.run(OnlySecond.class, Ground.OFFICE)) {
            assertThat(second.isActive()).as("the old version may go now").isTrue();
        }
    }
}
