package io.counterstep.spring;

import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.participant.JdbcOutbox;
import io.counterstep.participant.Outbox;
import io.counterstep.participant.OutboxRelay;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The {@link Outbox} of a service that publishes events of its own. */
@AutoConfiguration(after = {EngineAutoConfiguration.class, ParticipantAutoConfiguration.class})
@ConditionalOnBean(EngineAutoConfiguration.class)
@ConditionalOnProperty("counterstep.outbox.enabled")
public class OutboxAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "participantSchema")
    @DependsOnDatabaseInitialization
    EngineSchema participantSchema(DataSource dataSource) {
        return new EngineSchema(dataSource, "participant");
    }

    @Bean
    OutboxRelay outboxRelay(
            EngineSchema participantSchema,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            Publisher publisher) {
        return new OutboxRelay(jdbc, transactions, format, publisher);
    }

    @Bean
    OutboxLifecycle outboxLifecycle(OutboxRelay relay) {
        return new OutboxLifecycle(relay);
    }

    @Bean
    @ConditionalOnMissingBean
    Outbox outbox(JdbcTemplate jdbc, MessageFormat format, OutboxRelay relay) {
        return new JdbcOutbox(jdbc, format, relay);
    }
}
