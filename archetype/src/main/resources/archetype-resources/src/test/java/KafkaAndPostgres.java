package ${package};

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real broker and a real database on free ports, started and stopped with the service; their data does not stay. */
@TestConfiguration(proxyBeanMethods = false)
class KafkaAndPostgres {

    @Bean
    EmbeddedKafkaBroker kafka() {
        return new EmbeddedKafkaKraftBroker(1, 1);
    }

    @Bean
    KafkaConnectionDetails kafkaConnection(EmbeddedKafkaBroker kafka) {
        return () -> List.of(kafka.getBrokersAsString());
    }

    @Bean(destroyMethod = "close")
    EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                // Spring closes it, after all that uses it; a hook of its own would come first.
                .setRegisterShutdownHook(false)
                .start();
    }

    @Bean
    JdbcConnectionDetails postgresConnection(EmbeddedPostgres postgres) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return postgres.getJdbcUrl("postgres", "postgres");
            }

            @Override
            public String getUsername() {
                return "postgres";
            }

            @Override
            public String getPassword() {
                return "postgres";
            }
        };
    }
}
