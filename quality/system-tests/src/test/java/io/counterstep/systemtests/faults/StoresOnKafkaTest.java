package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.SagaId;
import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import io.counterstep.participant.Handlers;
import io.counterstep.systemtests.faults.Trade.Done;
import io.counterstep.systemtests.faults.Trade.Ordered;
import io.counterstep.systemtests.faults.Trade.Refused;
import io.counterstep.systemtests.support.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sagas spread over two databases, on a real Kafka: G1, G2 and G4 hold as with one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresOnKafkaTest {

    private static final int ORDERS = 400;
    private static final String UNPAINTABLE = "ghost";
    private static final Duration ALL_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** The databases are those of services that do not run here. */
    private static final List<Service> STORES = List.of(Service.INVENTORY, Service.SHIPPING);

    private final Ground ground = new Ground();

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Office {

        @Bean
        SagaDefinition<Ordered> trade() {
            return Trade.makeThenPaint(Duration.ofMinutes(5));
        }

        @Bean
        Handlers office(JdbcTemplate jdbc) {
            return Workshop.office(jdbc);
        }
    }

    /** A workshop that refuses to paint what it cannot see. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Painters {

        @Bean
        Handlers workshop(JdbcTemplate jdbc) {
            return Handlers.of(Trade.WORKSHOP)
                    .on(Trade.MAKE, it -> {
                        Workshop.write(jdbc, "make", it.orderId());
                        return new Done(it.orderId());
                    })
                    .on(Trade.UNMAKE, it -> Workshop.write(jdbc, "unmake", it.orderId()))
                    .on(Trade.PAINT, it -> {
                        if (it.item().equals(UNPAINTABLE)) {
                            return new Refused(it.orderId(), "nothing to see");
                        }
                        Workshop.write(jdbc, "paint", it.orderId());
                        return new Done(it.orderId());
                    })
                    .on(Trade.UNPAINT, it -> Workshop.write(jdbc, "unpaint", it.orderId()))
                    .build();
        }
    }

    @AfterAll
    void close() {
        ground.close();
    }

    @Test
    void everySagaEndsInItsOwnDatabaseAndEachStepTakesEffectOnce() {
        var office = ground.run(Office.class, Ground.OFFICE, settings());
        ground.run(Painters.class, Ground.WORKSHOP);
        IntStream.range(0, ORDERS).forEach(i -> ground.order("s" + i, fails(i) ? UNPAINTABLE : "chair"));

        SagaQueries sagas = office.getBean(SagaQueries.class);
        await("all sagas are over").atMost(ALL_WITHIN).pollInterval(LOOK_EVERY).until(() -> ended() == ORDERS);

        Map<String, List<String>> done = effects(Ground.WORKSHOP);
        Map<String, List<String>> told = effects(Ground.OFFICE);
        for (int i = 0; i < ORDERS; i++) {
            String order = "s" + i;
            assertThat(sagas.find(new SagaId(Trade.NAME, order)).orElseThrow().state())
                    .isEqualTo(fails(i) ? "CANCELED" : "COMPLETED");
            assertThat(done.get(order))
                    .as(order)
                    .isEqualTo(fails(i) ? List.of("make", "unmake") : List.of("make", "paint"));
            assertThat(told.get(order)).as(order).isEqualTo(List.of(fails(i) ? "drop" : "close"));
        }
        for (Service store : STORES) {
            Database database = new Database(ground.system, store);
            assertThat(database.number("select count(*) from saga")).isBetween(ORDERS / 3L, ORDERS * 2L / 3);
            assertThat(
                            database.number(
                                    "select count(*) from saga_history h where not exists (select from saga s where s.id = h.saga_id)"))
                    .isZero();
        }
        assertThat(keysByPages(sagas)).doesNotHaveDuplicates().hasSize(ORDERS);
    }

    private static boolean fails(int order) {
        return order % 4 == 0;
    }

    private long ended() {
        return STORES.stream()
                .mapToLong(it -> new Database(ground.system, it)
                        .number("select count(*) from saga where state in ('COMPLETED', 'CANCELED')"))
                .sum();
    }

    private Map<String, List<String>> effects(Service database) {
        Map<String, List<String>> effects = new TreeMap<>();
        for (String row : new Database(ground.system, database)
                .column("select order_id || ' ' || what from effect order by id")) {
            int space = row.indexOf(' ');
            effects.computeIfAbsent(row.substring(0, space), it -> new ArrayList<>())
                    .add(row.substring(space + 1));
        }
        return effects;
    }

    private static List<String> keysByPages(SagaQueries sagas) {
        List<String> keys = new ArrayList<>();
        String cursor = null;
        do {
            SagaView.Page page = sagas.search(SagaFilter.any(), 37, cursor);
            page.sagas().forEach(it -> keys.add(it.key()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return keys;
    }

    private String[] settings() {
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < STORES.size(); i++) {
            String store = "counterstep.stores[" + i + "].";
            settings.add(store + "url=" + ground.system.jdbcUrl(STORES.get(i)));
            settings.add(store + "username=" + EmbeddedDatabase.USER);
            settings.add(store + "password=" + EmbeddedDatabase.PASSWORD);
        }
        return settings.toArray(String[]::new);
    }
}
