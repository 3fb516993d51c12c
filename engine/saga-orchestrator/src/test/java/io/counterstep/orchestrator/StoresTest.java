package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.message.SagaId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Sagas spread over three databases: each lives in one, and nobody outside notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresTest {

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

    private List<String> ids(int store, String sql) {
        return desk.stores.get(store).jdbc().query(sql, (row, n) -> row.getString(1));
    }

    private long number(int store, String sql) {
        Long number = desk.stores.get(store).jdbc().queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    @Test
    void eachSagaAndItsHistoryLiveInOneDatabaseAndABatchIsOneTransactionInEach() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        handle(keys(SAGAS).stream().map(desk::paid).toList());

        Set<String> found = new TreeSet<>();
        for (int store = 0; store < STORES; store++) {
            int here = store;
            List<String> sagas = ids(store, "select id from saga");
            assertThat(sagas).isNotEmpty().allMatch(it -> desk.stores.of(SagaId.parse(it)) == here);
            assertThat(ids(store, "select distinct saga_id from saga_history"))
                    .containsExactlyInAnyOrderElementsOf(sagas);
            assertThat(number(store, "select count(distinct xmin::text) from saga"))
                    .isEqualTo(1);
            assertThat(number(store, "select count(distinct xmin::text) from saga_history"))
                    .isEqualTo(2);
            found.addAll(sagas);
        }
        assertThat(found).hasSize(SAGAS);
        assertThat(desk.said()).hasSize(2 * SAGAS).doesNotHaveDuplicates();
    }

    @Test
    void whileOneIsAwayTheWholeBatchWaitsAndThenEachSagaMovesOnce() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        desk.forgetWhatWasSaid();
        List<ConsumerRecord<byte[], byte[]>> batch =
                keys(SAGAS).stream().map(desk::paid).toList();
        desk.database.isAway(1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> handle(batch)).isInstanceOf(TransactionException.class);
        }
        assertThat(desk.said())
                .as("the offsets are not committed, so nothing is said")
                .isEmpty();
        assertThat(desk.state(keyIn(0))).as("the others have committed").isEqualTo("RUNNING send/invoke");

        desk.database.allAreBack();
        handle(batch);

        assertThat(desk.said())
                .containsExactlyInAnyOrderElementsOf(
                        keys(SAGAS).stream().map(it -> "SEND " + it).toList());
        assertThat(keys(SAGAS))
                .allSatisfy(it -> assertThat(desk.kinds(it)).containsExactly("STARTED", "STEP_SUCCEEDED"));
        assertThat(desk.deadLetters()).isEmpty();
    }

    @Test
    void whileOneIsAwayNoStepOfAnotherTimesOutSinceItsAnswerMayWait() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        desk.pass(Purchase.DEADLINE.multipliedBy(2));
        desk.database.isAway(2);

        assertThatThrownBy(() -> desk.checks(SAGAS).tick()).isInstanceOf(DataAccessException.class);

        assertThat(desk.kinds(keyIn(0))).containsExactly("STARTED");
    }

    @Test
    void aPoisonInOneIsDeadLetteredAloneAndTheOthersAreHandled() {
        String bad = keyIn(2);
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        desk.stores.get(2).jdbc().update("update saga set version = 99 where business_key = ?", bad);
        desk.restarts();

        handle(keys(SAGAS).stream().map(desk::paid).toList());

        assertThat(desk.deadLetters()).singleElement().asString().contains("'purchase' version 99");
        assertThat(desk.state(bad)).isEqualTo("RUNNING pay/invoke");
        assertThat(keys(SAGAS))
                .filteredOn(it -> !it.equals(bad))
                .allSatisfy(it -> assertThat(desk.state(it)).isEqualTo("RUNNING send/invoke"));
    }

    @Test
    void whatNobodyCanReadOrUseIsDeadLetteredOnce() {
        desk.runs(Purchase.first(), Purchase.alsoPaying());
        String key = IntStream.range(0, 1_000)
                .mapToObj(i -> "n" + i)
                .filter(it -> desk.stores.of(Desk.id(it)) != desk.stores.of(new SagaId("pledge", it)))
                .findFirst()
                .orElseThrow();

        desk.take(
                desk.record("shop-events", "NONSENSE", "1", null, ""),
                desk.record("bank-events", "REFUNDED", key, null, ",\"orderId\":7,\"orderId\":[]"),
                desk.reply("bank-events", "PAID", "nobody", "pay/invoke"));

        assertThat(desk.deadLetters()).hasSize(3);
    }

    @Test
    void aPlainReplyReachesTheSagasOfAllDefinitionsWhereverTheyLive() {
        desk.runs(Purchase.first(), Purchase.alsoPaying());
        for (String key : keys(20)) {
            desk.take(desk.ordered(key), desk.record("shop-events", "PLEDGED", key, null, ""));
            desk.take(desk.record("shop-events", "REGRETTED", key, null, ""));
            desk.operations().apply(new SagaId("pledge", key), new Input.Compensate("dana", "a test"));
            desk.take(desk.record("bank-events", "REFUNDED", key, null, ""));
            assertThat(desk.state(key)).isEqualTo("COMPENSATING cancel/invoke");
            assertThat(desk.state(new SagaId("pledge", key))).isEqualTo("COMPENSATING cancel/invoke");
        }
    }

    @Test
    void pagesHoldEachSagaOnceInTheOrderOfTheirStartsAlsoWhileNewOnesStart() {
        List<String> expected = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            List<String> keys = IntStream.range(batch * 10, batch * 10 + 10)
                    .mapToObj(i -> "k" + i)
                    .toList();
            // ten each share their moment
            handle(keys.stream().map(desk::ordered).toList());
            expected.addAll(keys);
            desk.pass(Duration.ofMillis(1));
        }

        for (int limit : new int[] {1, 3, 10, 17, 50}) {
            List<SagaView> found = new ArrayList<>();
            String cursor = null;
            do {
                SagaView.Page page = desk.queries().search(SagaFilter.any(), limit, cursor);
                assertThat(page.sagas()).hasSizeLessThanOrEqualTo(limit);
                found.addAll(page.sagas());
                cursor = page.nextCursor();
                desk.take(desk.ordered("late-" + limit + "-" + found.size()));
            } while (cursor != null);
            assertThat(found)
                    .isSortedAccordingTo((one, other) -> other.startedAt().compareTo(one.startedAt()));
            assertThat(found)
                    .filteredOn(it -> !it.key().startsWith("late"))
                    .extracting(SagaView::key)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        String key = keyIn(1);
        assertThat(desk.queries()
                        .search(SagaFilter.any().withKey(key), 10, null)
                        .sagas())
                .extracting(SagaView::key)
                .containsExactly(key);
    }

    @Test
    void anOperatorReachesEachSagaWhereItLives() {
        handle(keys(SAGAS).stream().map(desk::ordered).toList());
        for (int store = 0; store < STORES; store++) {
            String key = keyIn(store);
            assertThat(desk.operations().preview(Desk.id(key), new Input.Pause("dana", "a test")))
                    .isInstanceOf(OperationPreview.Effect.class);
            assertThat(desk.operations().apply(Desk.id(key), new Input.Pause("dana", "a test")))
                    .isInstanceOf(Decision.Moved.class);
            assertThat(number(store, "select count(*) from saga where state = 'PAUSED'"))
                    .isEqualTo(1);
            assertThat(desk.kinds(key)).last().isEqualTo("PAUSED");
        }
    }
}
