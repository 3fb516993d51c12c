package io.counterstep.systemtests.faults;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Ordered;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An orchestrator that trades and takes notes, and plays the office and its clerk besides. Patient unless {@link
 * #DEADLINE} and {@link #RESEND_AFTER} say otherwise.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Office {

    /** The setting of the trade's deadline; five minutes, longer than any test waits, if it is not set. */
    static final String DEADLINE = "trade.deadline";

    /** The setting of the time after which the trade says again what nobody answers; a minute if it is not set. */
    static final String RESEND_AFTER = "trade.resend-after";

    @Bean
    SagaDefinition<Ordered> trade(
            @Value("${" + DEADLINE + ":5m}") Duration deadline,
            @Value("${" + RESEND_AFTER + ":1m}") Duration resendAfter) {
        return Trade.hasty(deadline, resendAfter);
    }

    @Bean
    SagaDefinition<Note.Line> note() {
        return Note.definition();
    }

    @Bean
    Handlers officeHandlers(JdbcTemplate jdbc) {
        return Workshop.office(jdbc);
    }

    @Bean
    Handlers clerkHandlers() {
        return Note.clerk();
    }
}
