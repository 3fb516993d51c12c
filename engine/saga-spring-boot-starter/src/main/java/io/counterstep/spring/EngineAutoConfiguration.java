package io.counterstep.spring;

import io.counterstep.messaging.LoopContainers;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What orchestrators and participants share: the message format, Kafka's clients, metrics. */
@AutoConfiguration(
        after = KafkaAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnProperty(name = "counterstep.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CounterstepProperties.class)
public class EngineAutoConfiguration {

    /** The clock of all decisions; replace the bean to control time. */
    @Bean
    @ConditionalOnMissingBean
    InstantSource counterstepClock() {
        return InstantSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    MessageFormat messageFormat(CounterstepProperties properties) {
        return new MessageFormat(properties.keyField());
    }

    @Bean
    ServiceName counterstepServiceName(@Value("${spring.application.name:}") String name) {
        return new ServiceName(name);
    }

    @Bean
    @ConditionalOnMissingBean
    Records records(MessageFormat format, ServiceName name) {
        return new Records(format, name.value());
    }

    @Bean
    KafkaSettings counterstepKafkaSettings(KafkaProperties kafka, KafkaConnectionDetails connection) {
        return KafkaSettings.of(kafka, connection);
    }

    @Bean
    LoopContainers loopContainers(KafkaSettings kafka, CounterstepProperties properties, LoopObserver observer) {
        return new LoopContainers(
                kafka.values(),
                properties.consumer().maxBatch(),
                properties.consumer().concurrency(),
                observer);
    }

    @Bean
    Topics counterstepTopics(CounterstepProperties properties) {
        return new Topics(properties.topics().partitions(), properties.topics().replicationFactor());
    }

    @Bean
    Publisher counterstepPublisher(LoopContainers containers, Records records, InstantSource clock, ServiceName name) {
        return new Publisher(containers.producer(name.value()), records, clock);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnBean(MeterRegistry.class)
        @ConditionalOnMissingBean(LoopObserver.class)
        LoopObserver meteredLoops(MeterRegistry registry) {
            return new MeteredLoops(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoMetrics {

        @Bean
        @ConditionalOnMissingBean(LoopObserver.class)
        LoopObserver unobservedLoops() {
            return LoopObserver.NONE;
        }
    }
}
