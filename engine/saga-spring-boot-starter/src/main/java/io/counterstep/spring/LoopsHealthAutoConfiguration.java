package io.counterstep.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The loops' health, where the service has Spring Boot's health endpoint. */
@AutoConfiguration(after = {OrchestratorAutoConfiguration.class, ParticipantAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SagaLoops.class)
public class LoopsHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("saga-loops")
    @ConditionalOnMissingBean(name = "sagaLoopsHealthIndicator")
    HealthIndicator sagaLoopsHealthIndicator(ObjectProvider<SagaLoops> loops, ObjectProvider<Ticker> tickers) {
        return new LoopsHealthIndicator(
                loops.orderedStream().toList(), tickers.orderedStream().toList());
    }
}
