package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Finished sagas go, their ids stay for a while, and nothing starts twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionTest {

    private static final Duration FINISHED = Duration.ofDays(30);
    private static final Duration IDS = Duration.ofDays(90);

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private void run(List<String> keys) {
        handle(keys.stream().map(desk::ordered).toList());
        handle(keys.stream().map(desk::paid).toList());
        handle(keys.stream().map(desk::sent).toList());
        handle(keys.stream().map(desk::closed).toList());
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        desk.loop().onMessage(batch);
    }

    private Retention retention() {
        return desk.retention(FINISHED, IDS);
    }

    private int rows(String table) {
        Integer rows = desk.jdbc.queryForObject("select count(*) from " + table, Integer.class);
        return rows == null ? 0 : rows;
    }

    @Test
    void whatEndedLongAgoGoesWithItsHistoryAndWhatIsUnfinishedStays() {
        run(List.of("old"));
        desk.take(desk.ordered("unfinished"));
        desk.pass(FINISHED);
        run(List.of("young"));
        retention().tick();
        assertThat(rows("saga")).as("not a moment too early").isEqualTo(3);

        desk.pass(Duration.ofMillis(1));
        assertThat(retention().tick()).isFalse();

        assertThat(desk.queries().find(Desk.id("old"))).isEmpty();
        assertThat(desk.state("young")).isEqualTo("COMPLETED");
        assertThat(desk.state("unfinished")).isEqualTo("RUNNING pay/invoke");
        assertThat(rows("saga_history")).isEqualTo(5);
    }

    @Test
    void aLateDuplicateOfAPurgedSagasStartIsRefusedAndNoDeadLetter() {
        run(List.of("1"));
        desk.pass(FINISHED.plusMillis(1));
        retention().tick();
        desk.forgetWhatWasSaid();

        desk.take(desk.ordered("1"), desk.paid("1"), desk.ordered("2"));

        assertThat(desk.said()).containsExactly("PAY 2");
        assertThat(desk.deadLetters()).isEmpty();
        assertThat(desk.ignored()).containsExactly("PURGED_SAGA", "PURGED_SAGA");
    }

    @Test
    void anIdIsForgottenAfterItsOwnTimeOrNever() {
        run(List.of("1"));
        desk.pass(FINISHED.plusMillis(1));
        retention().tick();
        desk.pass(IDS);
        retention().tick();
        assertThat(rows("saga_purged")).isEqualTo(1);
        desk.pass(Duration.ofMillis(1));
        desk.retention(FINISHED, null).tick();
        assertThat(rows("saga_purged")).isEqualTo(1);

        retention().tick();

        assertThat(rows("saga_purged")).isZero();
    }

    @Test
    void upToWhenIdsWereForgottenIsKeptAndOnlyMovesForward() {
        assertThat(forgotten()).as("nothing yet").isEmpty();
        run(List.of("1"));
        desk.pass(FINISHED.plusMillis(1));
        Instant purged = desk.now();
        retention().tick();
        retention().tick();
        assertThat(forgotten()).isEmpty();

        desk.pass(IDS.plusMillis(1));
        retention().tick();
        assertThat(forgotten()).containsExactly(purged);

        desk.jdbc.update(
                "insert into saga_purged (id, purged_at) values ('purchase:2', ?)",
                Timestamp.from(purged.minusSeconds(60)));
        retention().tick();
        assertThat(rows("saga_purged")).isZero();
        assertThat(forgotten()).containsExactly(purged);
    }

    private List<Instant> forgotten() {
        return desk.jdbc.query(
                "select up_to from saga_forgotten",
                (row, n) -> row.getTimestamp(1).toInstant());
    }

    @Test
    void keptForeverMeansForever() {
        run(List.of("1"));
        desk.pass(Duration.ofDays(36_500));
        desk.retention(null, null).tick();
        assertThat(rows("saga")).isEqualTo(1);
    }

    @Test
    void oneTickTakesNoMoreThanABatch() {
        run(IntStream.range(0, Retention.BATCH + 1).mapToObj(i -> "k" + i).toList());
        desk.pass(FINISHED.plusMillis(1));

        assertThat(retention().tick()).isTrue();
        assertThat(rows("saga")).isEqualTo(1);
        assertThat(retention().tick()).isFalse();
        assertThat(rows("saga")).isZero();
    }

    @Test
    void aChildIsKeptAsLongAsItsParentWhichMayStillUndoIt() {
        run(List.of("parent", "child"));
        desk.jdbc.update(
                "update saga set parent = ? where id = ?", Desk.id("parent") + "/book/invoke", Desk.id("child") + "");
        desk.jdbc.update("update saga set ended_at = null where id = ?", Desk.id("parent") + "");
        desk.pass(FINISHED.plusMillis(1));
        retention().tick();
        assertThat(desk.queries().find(Desk.id("child"))).isPresent();

        desk.jdbc.update("delete from saga where id = ?", Desk.id("parent") + "");
        retention().tick();
        assertThat(desk.queries().find(Desk.id("child"))).isEmpty();
    }

    /** As much comes as goes, so the tables must stop growing; vacuum is what autovacuum does meanwhile. */
    @Test
    void tablesStopGrowingWhereAsMuchGoesAsComes() {
        long settled = 0;
        for (int cycle = 0; cycle < 8; cycle++) {
            int first = cycle * 1_000;
            run(IntStream.range(first, first + 1_000).mapToObj(i -> "k" + i).toList());
            desk.pass(FINISHED.plusMillis(1));
            purge();
            desk.pass(IDS.plusMillis(1));
            purge();
            for (String table : List.of("saga", "saga_history", "saga_purged")) {
                desk.jdbc.execute("vacuum (truncate false) " + table);
            }
            if (cycle == 2) {
                settled = bytes();
            }
        }
        assertThat(bytes()).isLessThanOrEqualTo(settled * 12 / 10);
    }

    private void purge() {
        boolean more = true;
        while (more) {
            more = retention().tick();
        }
    }

    private long bytes() {
        Long bytes = desk.jdbc.queryForObject("""
                select pg_total_relation_size('saga') + pg_total_relation_size('saga_history')
                     + pg_total_relation_size('saga_purged')""", Long.class);
        return bytes == null ? 0 : bytes;
    }
}
