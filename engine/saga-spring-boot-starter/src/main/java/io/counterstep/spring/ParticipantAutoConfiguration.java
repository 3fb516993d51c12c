package io.counterstep.spring;

import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.Topics;
import io.counterstep.participant.CommandHandler;
import io.counterstep.participant.Handlers;
import io.counterstep.participant.LedgerMemory;
import io.counterstep.participant.LedgerRetention;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;

/** Runs the service's {@link Handlers} beans: one for each participant that it plays. */
@AutoConfiguration(
        after = {
            EngineAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
@ConditionalOnBean({Handlers.class, EngineAutoConfiguration.class})
public class ParticipantAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "participantSchema")
    @DependsOnDatabaseInitialization
    EngineSchema participantSchema(DataSource dataSource) {
        return new EngineSchema(dataSource, "participant");
    }

    @Bean
    SagaLoops participantLoops(
            List<Handlers> participants,
            CounterstepProperties properties,
            EngineSchema participantSchema,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Records records,
            Publisher publisher,
            LoopContainers containers,
            Topics topics,
            KafkaSettings kafka,
            LoopObserver observer,
            InstantSource clock,
            ServiceName name) {
        LedgerMemory memory = properties.ledger().memory();
        Set<String> names = new TreeSet<>();
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> loops = new ArrayList<>();
        for (Handlers handlers : participants) {
            String participant = handlers.participant().name();
            CommandHandler handler =
                    new CommandHandler(participant, handlers, jdbc, memory, records.format(), observer, clock);
            BatchLoop loop = new BatchLoop(participant, handler, records, publisher, transactions, observer, clock);
            String commands = handlers.participant().commandTopic();
            loops.add(containers.container(name.value() + "-" + participant, List.of(commands), loop));
            names.add(commands);
            names.add(handlers.participant().eventTopic());
        }
        return new SagaLoops(topics, kafka, names, loops);
    }

    @Bean
    Ticker ledgerRetentionTicker(
            CounterstepProperties properties,
            EngineSchema participantSchema,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        LedgerRetention retention =
                new LedgerRetention(jdbc, transactions, properties.ledger().memory(), clock);
        return Ticker.purging("ledger-retention", retention::tick);
    }
}
