package io.counterstep.spring;

import io.counterstep.messaging.KafkaUnreachableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start, in place of a stack trace, where Kafka was looked for. */
final class KafkaUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<KafkaUnreachableException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, KafkaUnreachableException cause) {
        String action = "Start Kafka at " + cause.servers() + ", or set spring.kafka.bootstrap-servers to where it runs"
                + " (and spring.kafka.security.* to how it is reached).";
        return new FailureAnalysis(String.valueOf(cause.getMessage()), action, cause);
    }
}
