package io.counterstep.spring;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.Topics;
import io.counterstep.orchestrator.Checks;
import io.counterstep.orchestrator.Deployment;
import io.counterstep.orchestrator.EventHandler;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Runs the service's {@link SagaDefinition} beans: one for each version that still has unfinished sagas, unless a {@link
 * SagaMigration} bean moves those to another.
 */
@AutoConfiguration(
        after = {
            EngineAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
@ConditionalOnBean({SagaDefinition.class, EngineAutoConfiguration.class})
public class OrchestratorAutoConfiguration {

    private static final String LOOP = "orchestrator";

    @Bean
    @DependsOnDatabaseInitialization
    EngineSchema orchestratorSchema(DataSource dataSource) {
        return new EngineSchema(dataSource, "orchestrator");
    }

    @Bean
    SagaDefinitions sagaDefinitions(
            List<SagaDefinition<?>> definitions,
            ObjectProvider<SagaMigration> migrations,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            InstantSource clock,
            EngineSchema orchestratorSchema) {
        return Deployment.prepare(definitions, migrations.orderedStream().toList(), jdbc, transactions, format, clock);
    }

    @Bean
    SagaLoops orchestratorLoops(
            SagaDefinitions definitions,
            CounterstepProperties properties,
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
        EventHandler handler =
                new EventHandler(LOOP, definitions, properties.strictTopics(), jdbc, records.format(), observer, clock);
        BatchLoop loop = new BatchLoop(LOOP, handler, records, publisher, transactions, observer, clock);
        Set<String> names = new TreeSet<>(definitions.eventTopics());
        names.addAll(definitions.commandTopics());
        String group = name.value() + "-" + LOOP;
        return new SagaLoops(
                topics, kafka, names, List.of(containers.container(group, definitions.eventTopics(), loop)));
    }

    @Bean
    CheckTicker checkTicker(
            SagaDefinitions definitions,
            CounterstepProperties properties,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            Publisher publisher,
            LoopObserver observer,
            InstantSource clock) {
        CounterstepProperties.CheckSettings settings = properties.checks();
        Checks checks =
                new Checks(definitions, jdbc, transactions, format, publisher, observer, clock, settings.limit());
        return new CheckTicker(checks, settings.every(), settings.limit(), settings.startAfter());
    }

    @Bean
    SagaQueries sagaQueries(SagaDefinitions definitions, JdbcTemplate jdbc, InstantSource clock) {
        return new SagaQueries(definitions, jdbc, clock);
    }

    @Bean
    SagaOperations sagaOperations(
            SagaDefinitions definitions,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MessageFormat format,
            Publisher publisher,
            LoopObserver observer,
            InstantSource clock) {
        return new SagaOperations(definitions, jdbc, transactions, format, publisher, observer, clock);
    }
}
