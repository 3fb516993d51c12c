package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.participant.Handlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(OrderProperties.class)
class OrderConfiguration {

    @Bean
    Handlers orderHandlers(OrderEndings orders) {
        return Handlers.of(OrderVocabulary.ORDER)
                .onBatch(OrderVocabulary.COMPLETE, orders::complete)
                .onBatch(OrderVocabulary.CANCEL, orders::cancel)
                .build();
    }

    @Bean
    SchedulingConfigurer pendingSweepSchedule(PendingSweep sweep, OrderProperties properties) {
        return tasks -> tasks.addFixedDelayTask(
                new FixedDelayTask(sweep::announceDue, properties.sweepEvery(), properties.sweepEvery()));
    }

    @Bean
    OrderIds orderIds() {
        SecureRandom random = new SecureRandom();
        return OrderIds.timeOrdered(random);
    }

    @Bean
    InstantSource orderClock() {
        return Instant::now;
    }
}
