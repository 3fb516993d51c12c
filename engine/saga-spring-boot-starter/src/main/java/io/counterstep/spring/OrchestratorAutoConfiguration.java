package io.counterstep.spring;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Reading;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.Topics;
import io.counterstep.orchestrator.BulkRetention;
import io.counterstep.orchestrator.Checks;
import io.counterstep.orchestrator.DeadLetterLoop;
import io.counterstep.orchestrator.DeadLetterRetention;
import io.counterstep.orchestrator.DeadLetterRoom;
import io.counterstep.orchestrator.Deployment;
import io.counterstep.orchestrator.EventLoop;
import io.counterstep.orchestrator.Gates;
import io.counterstep.orchestrator.InFlight;
import io.counterstep.orchestrator.Recovery;
import io.counterstep.orchestrator.RecoverySettings;
import io.counterstep.orchestrator.Retention;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.SagaListener;
import io.counterstep.orchestrator.SagaObserver;
import io.counterstep.orchestrator.SagaStores;
import io.counterstep.orchestrator.Share;
import io.counterstep.orchestrator.StartWindow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
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
    private static final String STARTS = "starts";
    private static final String DEAD_LETTERS = "dead-letters";

    @Bean
    StorePools sagaStorePools(CounterstepProperties properties, Environment environment) {
        return new StorePools(properties.stores(), environment);
    }

    @Bean
    @DependsOnDatabaseInitialization
    EngineSchema orchestratorSchema(StorePools pools, ObjectProvider<DataSource> own) {
        return new EngineSchema(pools.isEmpty() ? List.of(own.getObject()) : pools.all(), "orchestrator");
    }

    /** The databases that sagas live in: the application's own, unless {@code counterstep.stores} lists others. */
    @Bean
    SagaStores sagaStores(
            StorePools pools,
            EngineSchema orchestratorSchema,
            ObjectProvider<JdbcTemplate> jdbc,
            ObjectProvider<PlatformTransactionManager> transactions) {
        return pools.isEmpty() ? SagaStores.one(jdbc.getObject(), transactions.getObject()) : pools.stores();
    }

    @Bean
    SagaDefinitions sagaDefinitions(
            List<SagaDefinition<?>> definitions,
            ObjectProvider<SagaMigration> migrations,
            SagaStores stores,
            MessageFormat format,
            InstantSource clock) {
        return Deployment.prepare(definitions, migrations.orderedStream().toList(), stores, format, clock);
    }

    @Bean
    SagaObserver sagaObserver(LoopObserver loops, ObjectProvider<SagaListener> listeners) {
        return new SagaObserver(loops, listeners.orderedStream().toList());
    }

    @Bean
    RecoverySettings recoverySettings(CounterstepProperties properties) {
        CounterstepProperties.RecoverySettings it = properties.recovery();
        return new RecoverySettings(it.threshold(), it.probeEvery(), it.firstRate(), it.rate(), it.maxInFlight());
    }

    @Bean
    Gates sagaGates(SagaDefinitions definitions, SagaStores stores, RecoverySettings settings, InstantSource clock) {
        return new Gates(definitions, stores, settings, clock);
    }

    @Bean
    InFlight sagasInFlight(
            SagaDefinitions definitions, CounterstepProperties properties, SagaStores stores, InstantSource clock) {
        return new InFlight(definitions, properties.maxInFlight(), properties.maxInFlightOf(), stores, clock);
    }

    @Bean
    Reading repliesRead(InstantSource clock) {
        return new Reading(clock);
    }

    @Bean
    DeadLetterRoom deadLetterRoom(CounterstepProperties properties, SagaStores stores) {
        return new DeadLetterRoom(stores, properties.deadLetters().keepParked());
    }

    /** One loop for all that is answered, and one for each topic that starts sagas, so that starts may wait. */
    @Bean
    SagaLoops orchestratorLoops(
            SagaDefinitions definitions,
            CounterstepProperties properties,
            SagaStores stores,
            Records records,
            Publisher publisher,
            LoopContainers containers,
            Topics topics,
            KafkaSettings kafka,
            Gates gates,
            InFlight inFlight,
            Reading repliesRead,
            DeadLetterRoom room,
            SagaObserver observer,
            InstantSource clock,
            ServiceName name) {
        BiFunction<String, Share, BatchLoop> loop = (label, share) -> EventLoop.of(
                label,
                share,
                definitions,
                properties.strictTopics(),
                stores,
                records,
                publisher,
                gates,
                observer,
                clock);
        List<ConcurrentMessageListenerContainer<byte[], byte[]>> all = new ArrayList<>();
        all.add(containers.container(
                name.value() + "-" + LOOP, definitions.eventTopics(), loop.apply(LOOP, Share.REST), repliesRead));
        StartWindow throttle = new StartWindow(inFlight, stores::moving, repliesRead, properties.maxBehind(), clock);
        for (String topic : definitions.startTopics()) {
            all.add(containers.throttled(
                    name.value() + "-" + STARTS, topic, loop.apply(STARTS, Share.STARTS), throttle));
        }
        Set<String> names = new TreeSet<>(definitions.eventTopics());
        names.addAll(definitions.commandTopics());
        all.add(containers.acknowledging(
                name.value() + "-" + DEAD_LETTERS,
                names.stream().map(DeadLetter::topicOf).toList(),
                new DeadLetterLoop(stores, room, definitions, records, clock)));
        StartTopicsGuard guard = new StartTopicsGuard(topics, kafka, definitions.startTopics(), properties.retention());
        return new SagaLoops(topics, kafka, names, guard::check, all);
    }

    /** Ends before the loops do: what they leave unread is not late. */
    @Bean
    Ticker checkTicker(
            SagaLoops orchestratorLoops,
            SagaDefinitions definitions,
            CounterstepProperties properties,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            Gates gates,
            Reading repliesRead,
            SagaObserver observer,
            InstantSource clock) {
        CounterstepProperties.CheckSettings settings = properties.checks();
        Checks checks = new Checks(
                definitions, stores, format, publisher, gates, repliesRead, observer, clock, settings.limit());
        return new Ticker(
                "checks",
                new SteadyLook(
                        () -> checks.tick() == settings.limit() ? Duration.ZERO : settings.every(),
                        settings.startAfter(),
                        clock,
                        System::nanoTime),
                settings.startAfter(),
                settings.every());
    }

    @Bean
    Ticker gateTicker(
            SagaDefinitions definitions,
            CounterstepProperties properties,
            SagaStores stores,
            MessageFormat format,
            Publisher publisher,
            Gates gates,
            RecoverySettings settings,
            SagaObserver observer,
            InstantSource clock) {
        Recovery recovery = new Recovery(definitions, stores, format, publisher, gates, settings, observer, clock);
        return new Ticker(
                "gates", recovery::tick, Duration.ZERO, properties.checks().every());
    }

    @Bean
    Ticker retentionTicker(
            SagaDefinitions definitions, CounterstepProperties properties, SagaStores stores, InstantSource clock) {
        CounterstepProperties.RetentionSettings settings = properties.retention();
        Retention retention =
                new Retention(stores, settings.finished().time(), settings.ids().time(), clock);
        DeadLetterRetention letters =
                new DeadLetterRetention(stores, properties.deadLetters().keep().time(), clock);
        BulkRetention bulk = new BulkRetention(stores, properties.bulk().keep().time(), clock);
        return Ticker.purging("retention", () -> retention.tick() | letters.tick() | bulk.tick());
    }
}
