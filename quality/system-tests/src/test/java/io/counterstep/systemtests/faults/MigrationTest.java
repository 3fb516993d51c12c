package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.VerdictReport;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.orchestrator.Verdicts;
import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A second version is deployed while a thousand sagas of the first are on their way. */
class MigrationTest {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationTest.class);

    private static final int SAGAS = 1_000;
    private static final Duration ENOUGH = Duration.ofMinutes(3);

    private final Ground ground = new Ground();

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void withoutAMappingTheStartIsRefusedAndWithBothVersionsEachEndsByItsOwn() {
        try (ConfigurableApplicationContext first = ground.run(Atelier.First.class, Ground.OFFICE)) {
            halfWay();
        }

        assertThatThrownBy(() -> ground.run(Atelier.OnlySecond.class, Ground.OFFICE))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000 of 'trade' version 1")
                .hasMessageContaining("at paint: needs a mapping")
                .satisfies(it -> LOG.info("refused: {}", it.getMessage()));
        assertThat(number("select count(*) from saga where version = 1 and state = 'RUNNING'"))
                .isEqualTo(SAGAS);

        try (ConfigurableApplicationContext both = ground.run(Atelier.Both.class, Ground.OFFICE);
                ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
                ConfigurableApplicationContext painter = ground.run(Atelier.Painter.class, Ground.WORKSHOP)) {
            ground.order("new", "chair");
            awaitCompleted(SAGAS + 1);
        }
        assertThat(number("select count(*) from saga where version = 1")).isEqualTo(SAGAS);
        assertThat(ground.sagas("version", "new")).containsExactly("2");
        assertThat(ground.effects(Ground.WORKSHOP, "new")).containsExactly("make", "coat", "pack");
        assertEachOnce("make coat", "version = 1");
    }

    @Test
    void withAMappingAllAreMovedAndEndByTheNewVersion() {
        ConfigurableApplicationContext first = ground.run(Atelier.First.class, Ground.OFFICE);
        halfWay();

        VerdictReport without = verdict();
        VerdictReport with = verdict(Atelier.renaming());
        assertThat(without.needMapping()).isEqualTo(SAGAS);
        assertThat(with.isSafe()).isTrue();
        assertThat(with.active()).isEqualTo(SAGAS);

        long begin = System.nanoTime();
        ConfigurableApplicationContext migrating = ground.run(Atelier.Migrating.class, Ground.OFFICE);
        LOG.info("started in {} ms with {} sagas to move", (System.nanoTime() - begin) / 1_000_000, SAGAS);
        LOG.info("moving took {}", text("select max(at) - min(at) from saga_history where kind = 'MIGRATED'"));
        assertThat(number("select count(*) from saga where version = 2 and state = 'RUNNING'"))
                .isEqualTo(SAGAS);
        assertThat(text("select step || ' ' || detail || ' ' || count(*) from saga_history where kind = 'MIGRATED'"
                        + " group by step, detail order by step"))
                .isEqualTo("build dana: we pack now (version 1 to 2) 500, coat dana: we pack now (version 1 to 2) 500");
        assertThat(first.isActive())
                .as("the old instance goes on beside the new")
                .isTrue();
        first.close();

        try (migrating;
                ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP);
                ConfigurableApplicationContext painter = ground.run(Atelier.Painter.class, Ground.WORKSHOP)) {
            ground.order("new", "chair");
            begin = System.nanoTime();
            awaitCompleted(SAGAS + 1);
            LOG.info("all ended after {} ms", (System.nanoTime() - begin) / 1_000_000);
        }
        assertThat(number("select count(*) from saga where version = 2")).isEqualTo(SAGAS + 1);
        assertEachOnce("make coat pack", "true");
    }

    /** Half of the sagas wait for the workshop, half for the painter; neither is there. */
    private void halfWay() {
        try (ConfigurableApplicationContext workshop = ground.run(Workshop.class, Ground.WORKSHOP)) {
            order(0, SAGAS / 2);
            awaitNumber("step = 'paint'", SAGAS / 2);
        }
        order(SAGAS / 2, SAGAS);
        awaitNumber("step = 'make'", SAGAS / 2);
    }

    private void order(int from, int to) {
        IntStream.range(from, to).forEach(it -> ground.order("order-" + it, "chair"));
    }

    private VerdictReport verdict(SagaMigration... migrations) {
        long begin = System.nanoTime();
        VerdictReport report = Verdicts.of(
                new DriverManagerDataSource(
                        ground.system.jdbcUrl(Ground.OFFICE), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD),
                List.of(Atelier.second()),
                List.of(migrations));
        LOG.info("verdict in {} ms: {}", (System.nanoTime() - begin) / 1_000_000, report.versions());
        return report;
    }

    private void awaitCompleted(int sagas) {
        awaitNumber("state = 'COMPLETED'", sagas);
    }

    private void awaitNumber(String condition, int sagas) {
        await(sagas + " sagas with " + condition)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("select count(*) from saga where " + condition) == sagas);
    }

    /** Every saga of those had these effects, each once and in this order, and was closed once. */
    private void assertEachOnce(String effects, String condition) {
        List<String> orders =
                new Database(ground.system, Ground.OFFICE).column("select business_key from saga where " + condition);
        String keys = "'" + String.join("','", orders) + "'";
        String each = "select string_agg(what, ' ' order by id) as done from effect where order_id in (" + keys
                + ") group by order_id";
        assertThat(new Database(ground.system, Ground.WORKSHOP).column("select distinct done from (" + each + ") e"))
                .containsExactly(effects);
        assertThat(new Database(ground.system, Ground.WORKSHOP).number("select count(*) from (" + each + ") e"))
                .isEqualTo(orders.size());
        assertThat(new Database(ground.system, Ground.OFFICE).column("select distinct done from (" + each + ") e"))
                .containsExactly("close");
    }

    private long number(String sql) {
        return new Database(ground.system, Ground.OFFICE).number(sql);
    }

    private String text(String sql) {
        return String.join(", ", new Database(ground.system, Ground.OFFICE).column(sql));
    }
}
