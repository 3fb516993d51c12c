package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What looks after sagas looks after those of all three databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresLookedAfterTest {

    private static final int STORES = 3;
    private static final int SAGAS = 60;

    private final Desk desk = new Desk(STORES);

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private static List<String> keys(int sagas) {
        return IntStream.range(0, sagas).mapToObj(i -> "k" + i).toList();
    }

    /** A key of a saga that lives there. */
    private String keyIn(int store) {
        return keyIn(store, "k");
    }

    private String keyIn(int store, String prefix) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> prefix + i)
                .filter(it -> desk.stores.of(Desk.id(it)) == store)
                .findFirst()
                .orElseThrow();
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        desk.loop().onMessage(batch);
    }

    private void complete(List<String> keys) {
        handle(keys.stream().map(desk::ordered).toList());
        handle(keys.stream().map(desk::paid).toList());
        handle(keys.stream().map(desk::sent).toList());
        handle(keys.stream().map(desk::closed).toList());
    }

    private long number(int store, String sql) {
        Long number = desk.stores.get(store).jdbc().queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    @Test
    void checksFindTheSagasOfAll() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.RESENT);

        int most = desk.checks(SAGAS).tick();

        assertThat(desk.said()).hasSize(SAGAS);
        assertThat((long) most)
                .isEqualTo(IntStream.range(0, STORES)
                        .mapToLong(it -> number(it, "select count(*) from saga"))
                        .max()
                        .orElseThrow());
    }

    @Test
    void oneGateHoldsAndPacesTheSagasOfAllTheOldestFirst() {
        desk.recovers(new RecoverySettings(10, Duration.ofSeconds(5), 100, 100, 30));
        for (String key : keys(SAGAS)) {
            desk.take(desk.ordered(key));
            desk.pass(Duration.ofMillis(1));
        }
        desk.pass(Purchase.RESEND.multipliedBy(2));
        desk.checks(SAGAS).tick();
        Gate.View bank = desk.gates().view(Kind.PARTICIPANT, "bank");
        assertThat(bank.state()).isEqualTo(State.TRIPPED);
        assertThat(bank.held()).isEqualTo(SAGAS);
        desk.forgetWhatWasSaid();
        Set<Integer> tried = new TreeSet<>();
        for (int i = 0; i < STORES; i++) {
            desk.pass(Duration.ofSeconds(5));
            desk.recovery().tick();
        }
        desk.said().forEach(it -> tried.add(desk.stores.of(Desk.id(it.substring("PAY ".length())))));
        assertThat(tried).as("each database's sagas try in turn").hasSize(STORES);
        desk.checks(SAGAS).tick();
        desk.pass(Duration.ofMillis(1));
        desk.take(desk.paid("k59"));
        desk.recovery().tick();
        desk.forgetWhatWasSaid();

        desk.pass(Duration.ofMillis(100));
        desk.recovery().tick();
        List<String> first = desk.said();
        assertThat(first).hasSize(10).doesNotHaveDuplicates();
        assertThat(first).allMatch(it -> Integer.parseInt(it.substring("PAY k".length())) < 10 + 2 * STORES);

        for (int i = 0; i < 10; i++) {
            desk.pass(Duration.ofMillis(100));
            desk.recovery().tick();
        }
        assertThat(desk.gates().view(Kind.PARTICIPANT, "bank").inFlight()).isEqualTo(30);
        assertThat(desk.said()).filteredOn(it -> it.startsWith("PAY")).hasSizeLessThanOrEqualTo(30);
        for (int store = 1; store < STORES; store++) {
            assertThat(number(store, "select count(*) from saga_gate")).isZero();
            assertThat(number(store, "select count(*) from saga_released")).isPositive();
        }
    }

    @Test
    void startsAreBoundedByTheUnfinishedSagasOfAll() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        assertThat(desk.inFlight(SAGAS + 5).reserve("shop-events", 100)).isEqualTo(5);
        assertThat(desk.inFlight(SAGAS - 5).reserve("shop-events", 100)).isZero();
    }

    @Test
    void whatEndedLongAgoGoesFromAll() {
        complete(keys(SAGAS));
        desk.pass(Duration.ofDays(31));
        Retention retention = desk.retention(Duration.ofDays(30), Duration.ofDays(90));
        assertThat(retention.tick()).isFalse();

        for (int store = 0; store < STORES; store++) {
            assertThat(number(store, "select count(*) from saga")).isZero();
            assertThat(number(store, "select count(*) from saga_history")).isZero();
            assertThat(number(store, "select count(*) from saga_purged")).isPositive();
        }
        desk.forgetWhatWasSaid();
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        assertThat(desk.said()).isEmpty();
    }

    @Test
    void aChildIsKeptAsLongAsItsParentInAnotherDatabaseAndDoesNotStandInTheWayOfOthers() {
        String parent = keyIn(0, "parent");
        String child = keyIn(1);
        List<String> siblings = IntStream.range(0, 3 * STORES * Retention.BATCH / 2)
                .mapToObj(i -> "s" + i)
                .toList();
        complete(List.of(parent, child));
        desk.pass(Duration.ofMillis(1));
        complete(siblings);
        String orphan = keyIn(1, "orphan");
        desk.pass(Duration.ofMillis(1));
        complete(List.of(orphan));
        desk.stores
                .all()
                .forEach(it -> it.jdbc().update("update saga set parent = ?", Desk.id(parent) + "/book/invoke"));
        desk.stores
                .get(1)
                .jdbc()
                .update("update saga set parent = 'purchase:gone/book/invoke' where business_key = ?", orphan);
        desk.stores
                .get(0)
                .jdbc()
                .update("update saga set parent = null, ended_at = null where business_key = ?", parent);
        desk.pass(Duration.ofDays(31));
        Retention retention = desk.retention(Duration.ofDays(30), null);
        int ticks = 1;
        while (retention.tick()) {
            ticks++;
        }

        assertThat(ticks).isGreaterThan(1);
        assertThat(desk.queries().find(Desk.id(child))).isPresent();
        assertThat(desk.queries().find(Desk.id(siblings.getLast()))).isPresent();
        assertThat(desk.queries().find(Desk.id(orphan)))
                .as("behind a page of kept ones")
                .isEmpty();

        desk.stores.get(0).jdbc().update("delete from saga where business_key = ?", parent);
        while (retention.tick()) {
            ticks++;
        }
        for (int store = 0; store < STORES; store++) {
            assertThat(number(store, "select count(*) from saga")).isZero();
        }
    }

    @Test
    void aDeployCountsAndMovesTheSagasOfAll() {
        desk.deploys(List.of(Purchase.first()));
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        SagaMigration renaming = SagaMigration.from(Purchase.NAME, 1)
                .to(Purchase.renamed())
                .step("pay", "charge")
                .because("dana", "one word for it");
        assertThat(Verdicts.of(desk.database.dataSources(), List.of(Purchase.renamed()), List.of(renaming))
                        .versions())
                .singleElement()
                .satisfies(it -> assertThat(it.safe()).isEqualTo(SAGAS));
        assertThatThrownBy(() -> Verdicts.of(desk.database.dataSource(), List.of(Purchase.renamed()), List.of()))
                .hasMessageContaining("store 0 of 1 (counted from 0) says that it is store 0 of 3");
        assertThatThrownBy(() -> desk.deploys(List.of(Purchase.renamed())))
                .hasMessageContaining(SAGAS + " of 'purchase' version 1");

        desk.deploys(List.of(Purchase.renamed()), renaming);

        assertThat(keys(SAGAS).stream()
                        .map(it ->
                                desk.queries().find(Desk.id(it)).orElseThrow().version())
                        .collect(Collectors.toSet()))
                .containsExactly(2);
    }
}
