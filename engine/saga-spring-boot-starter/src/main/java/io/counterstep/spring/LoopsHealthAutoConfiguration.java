package io.counterstep.spring;

import io.counterstep.messaging.LoopContainers;
import io.counterstep.orchestrator.DeadLetterRoom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the loops and of the databases that sagas are spread over, where the service has Spring Boot's health endpoint. */
@AutoConfiguration(after = {OrchestratorAutoConfiguration.class, ParticipantAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SagaLoops.class)
public class LoopsHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("saga-loops")
    @ConditionalOnMissingBean(name = "sagaLoopsHealthIndicator")
    HealthIndicator sagaLoopsHealthIndicator(
            ObjectProvider<SagaLoops> loops,
            ObjectProvider<Ticker> tickers,
            LoopContainers containers,
            ObjectProvider<DeadLetterRoom> room) {
        return new LoopsHealthIndicator(
                loops.orderedStream().toList(),
                tickers.orderedStream().toList(),
                containers.lost(),
                room.getIfAvailable());
    }

    /** Each of them as Spring Boot tells the health of the application's own database. */
    @Bean
    @ConditionalOnProperty("counterstep.stores[0].url")
    @ConditionalOnBean(StorePools.class)
    @ConditionalOnEnabledHealthIndicator("saga-stores")
    @ConditionalOnMissingBean(name = "sagaStoresHealthContributor")
    HealthContributor sagaStoresHealthContributor(StorePools pools) {
        Map<String, HealthIndicator> stores = new LinkedHashMap<>();
        pools.all().forEach(it -> stores.put(StorePools.name(stores.size()), new DataSourceHealthIndicator(it)));
        return CompositeHealthContributor.fromMap(stores);
    }
}
