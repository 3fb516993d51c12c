package io.counterstep.spring;

import io.counterstep.messaging.Reading;
import io.counterstep.orchestrator.Auditor;
import io.counterstep.orchestrator.DeadLetterRoom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** What an orchestrator tells beside its loops, where there is Micrometer. */
@AutoConfiguration(after = OperatorAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({OrchestratorAutoConfiguration.class, MeterRegistry.class})
public class OrchestratorMetricsAutoConfiguration {

    /** {@code counterstep.dead.letters.parked}: how many wait for an operator, as far as are kept. */
    @Bean
    Gauge parkedDeadLetters(MeterRegistry registry, DeadLetterRoom room) {
        return Gauge.builder("counterstep.dead.letters.parked", room, DeadLetterRoom::parked)
                .description("dead letters that wait for an operator")
                .register(registry);
    }

    /** {@code counterstep.replies.behind}: how long the replies that this instance reads lay unread. */
    @Bean
    TimeGauge repliesBehind(MeterRegistry registry, Reading repliesRead) {
        return TimeGauge.builder(
                        "counterstep.replies.behind",
                        repliesRead,
                        TimeUnit.MILLISECONDS,
                        it -> it.behind().toMillis())
                .description("how long replies lie unread")
                .register(registry);
    }

    /** {@code counterstep.audit.findings}: how many are open. */
    @Bean
    Gauge auditFindings(MeterRegistry registry, Auditor auditor) {
        return Gauge.builder("counterstep.audit.findings", auditor, Auditor::openFindings)
                .description("open contradictions between sagas and participants' ledgers")
                .register(registry);
    }
}
