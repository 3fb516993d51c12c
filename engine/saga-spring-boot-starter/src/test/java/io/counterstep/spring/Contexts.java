package io.counterstep.spring;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** Application contexts with this starter on a real PostgreSQL, and with a Kafka that nobody runs. */
final class Contexts implements AutoCloseable {

    static final String NOBODY = "127.0.0.1:1";

    private final EmbeddedPostgres postgres;

    Contexts() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    static AutoConfigurations configurations() {
        return AutoConfigurations.of(
                KafkaAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                EngineAutoConfiguration.class,
                OrchestratorAutoConfiguration.class,
                OperatorAutoConfiguration.class,
                OrchestratorMetricsAutoConfiguration.class,
                ParticipantAutoConfiguration.class,
                OutboxAutoConfiguration.class,
                LoopsHealthAutoConfiguration.class);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    JdbcTemplate jdbc(String database) {
        return new JdbcTemplate(postgres.getDatabase("postgres", database));
    }

    ApplicationContextRunner starting() {
        return with(new ApplicationContextRunner());
    }

    private <R extends AbstractApplicationContextRunner<R, ?, ?>> R with(R runner) {
        return runner.withConfiguration(configurations())
                .withBean(DataSource.class, postgres::getPostgresDatabase)
                .withPropertyValues(
                        "spring.application.name=test-service",
                        "spring.kafka.bootstrap-servers=" + NOBODY,
                        "spring.kafka.properties.request.timeout.ms=200",
                        "spring.kafka.properties.default.api.timeout.ms=400");
    }

    ApplicationContextRunner standing() {
        return starting().withUserConfiguration(Errand.Standing.class);
    }

    /** The same with the HTTP API. */
    WebApplicationContextRunner standingWithApi() {
        return with(new WebApplicationContextRunner())
                .withConfiguration(AutoConfigurations.of(SagaApiAutoConfiguration.class))
                .withUserConfiguration(Errand.Standing.class);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
