package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaStores;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An orchestrator that is given a list of databases; by default its own is the only one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresTest {

    private final Contexts contexts = new Contexts();

    @BeforeAll
    void databases() {
        for (String name : new String[] {"store_a", "store_b"}) {
            contexts.jdbc("postgres").execute("create database " + name);
        }
    }

    @AfterAll
    void stop() throws IOException {
        contexts.close();
    }

    private ApplicationContextRunner orchestrator() {
        return contexts.standing().withUserConfiguration(Errand.Orchestrating.class);
    }

    private ApplicationContextRunner twoStores(String first, String second) {
        return orchestrator()
                .withPropertyValues(
                        "counterstep.stores[0].url=" + contexts.url(first),
                        "counterstep.stores[0].username=postgres",
                        "counterstep.stores[0].maximum-pool-size=3",
                        "counterstep.stores[1].url=" + contexts.url(second),
                        "counterstep.stores[1].username=postgres",
                        "spring.datasource.hikari.maximum-pool-size=7");
    }

    private static Status status(CompositeHealthContributor stores, String name) {
        HealthIndicator store = (HealthIndicator) Objects.requireNonNull(stores.getContributor(name));
        return Objects.requireNonNull(store.health(false)).getStatus();
    }

    @Test
    void withoutAListTheApplicationsDatabaseIsTheOnlyOne() {
        orchestrator()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SagaStores.class)
                        .doesNotHaveBean("sagaStoresHealthContributor"));

        assertThat(contexts.jdbc("postgres").queryForMap("select store, stores from saga_store"))
                .isEqualTo(Map.of("store", 0, "stores", 1));
    }

    @Test
    void eachOfTheListGetsTheTablesAPoolAndItsHealth() {
        twoStores("store_a", "store_b").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(DataSource.class).hasSingleBean(SagaQueries.class);
            assertThat(contexts.jdbc("store_b").queryForMap("select store, stores from saga_store"))
                    .isEqualTo(Map.of("store", 1, "stores", 2));
            StorePools pools = context.getBean(StorePools.class);
            assertThat(pools.all()).extracting(it -> it.getMaximumPoolSize()).containsExactly(3, 7);
            assertThat(pools.all()).extracting(it -> it.getPoolName()).containsExactly("saga-store-0", "saga-store-1");
            var health = context.getBean("sagaStoresHealthContributor", CompositeHealthContributor.class);
            assertThat(status(health, "store-0")).isEqualTo(Status.UP);
            pools.all().getLast().close();
            assertThat(status(health, "store-1")).isEqualTo(Status.DOWN);
            assertThat(status(health, "store-0")).isEqualTo(Status.UP);
        });
    }

    @Test
    void theListServesAnOrchestratorThatHasNoDatabaseOfItsOwn() {
        new ApplicationContextRunner()
                .withConfiguration(Contexts.configurations())
                .withUserConfiguration(Errand.Standing.class, Errand.Orchestrating.class)
                .withPropertyValues(
                        "spring.application.name=test-service",
                        "spring.kafka.bootstrap-servers=" + Contexts.NOBODY,
                        "counterstep.stores[0].url=" + contexts.url("store_a") + "?user=postgres",
                        "counterstep.stores[1].url=" + contexts.url("store_b") + "?user=postgres")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class));
    }

    @Test
    void theListMayComeFromTheEnvironment() {
        Map<String, Object> variables = Map.of(
                "COUNTERSTEP_STORES_0_URL", contexts.url("store_a") + "?user=postgres",
                "COUNTERSTEP_STORES_1_URL", contexts.url("store_b") + "?user=postgres");
        orchestrator()
                .withInitializer(context -> {
                    var sources = context.getEnvironment().getPropertySources();
                    sources.addFirst(new SystemEnvironmentPropertySource("stores-systemEnvironment", variables));
                    ConfigurationPropertySources.attach(context.getEnvironment());
                })
                .run(context -> assertThat(context).hasNotFailed().hasBean("sagaStoresHealthContributor"));
    }

    @Test
    void poolsAreClosedWithTheContext() {
        twoStores("store_a", "store_b").run(context -> {
            StorePools pools = context.getBean(StorePools.class);
            context.close();
            assertThat(pools.all()).allMatch(it -> it.isClosed());
        });
    }

    @Test
    void oneDatabaseGivenTwiceFailsTheStart() {
        twoStores("store_a", "store_a")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("counterstep.stores"));
    }

    @Test
    void aListInAnotherOrderFailsTheStartOnceThereAreSagas() {
        twoStores("store_a", "store_b").run(context -> assertThat(context).hasNotFailed());
        JdbcTemplate second = contexts.jdbc("store_b");
        second.execute("insert into saga_purged (id, purged_at) values ('errand:1', now())");
        try {
            twoStores("store_b", "store_a")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("store 0 of 2 (counted from 0) says that it is store 1 of 2"));
        } finally {
            second.execute("truncate saga_purged");
        }
    }

    @Test
    void aStoreWithoutAUrlOrWithTooSmallAPoolIsRefusedSayingWhatToSet() {
        orchestrator()
                .withPropertyValues("counterstep.stores[0].url= ")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set counterstep.stores[n].url"));
        twoStores("store_a", "store_b")
                .withPropertyValues("counterstep.stores[0].maximum-pool-size=1")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set counterstep.stores[n].maximum-pool-size to 2 or more"));
    }
}
