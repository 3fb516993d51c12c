package io.counterstep.spring;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;

/** Spring's Kafka properties, common to all clients: servers and security. */
record KafkaSettings(Map<String, Object> values) {

    /** As Spring Boot does for its own clients: the connection's details win over the properties. */
    static KafkaSettings of(KafkaProperties kafka, KafkaConnectionDetails connection) {
        Map<String, Object> values = new HashMap<>(kafka.buildAdminProperties());
        var details = connection.getAdmin();
        values.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, details.getBootstrapServers());
        if (details.getSecurityProtocol() != null) {
            values.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, details.getSecurityProtocol());
        }
        SslBundle bundle = details.getSslBundle();
        if (bundle != null) {
            values.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            values.put(SslBundle.class.getName(), bundle);
        }
        return new KafkaSettings(Map.copyOf(values));
    }
}
