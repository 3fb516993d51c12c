package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.participant.Handlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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

    /** The pause between two looks at the backlog. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Seconds that a transaction's statements may take: as when a table is locked, the client is better told to come back. */
    static final int TRANSACTION_TIMEOUT = 5;

    @Bean
    SchedulingConfigurer schedule(PendingSweep sweep, Backlog backlog, OrderProperties properties) {
        return tasks -> {
            tasks.addFixedDelayTask(
                    new FixedDelayTask(sweep::announceDue, properties.sweepEvery(), properties.sweepEvery()));
            tasks.addFixedDelayTask(new FixedDelayTask(backlog::look, LOOK_EVERY, Duration.ZERO));
        };
    }

    /** For what begins here; the engine has its own for the saga's commands. */
    @Bean
    TransactionTemplate orderTransactions(PlatformTransactionManager transactions) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setTimeout(TRANSACTION_TIMEOUT);
        return template;
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
