package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A saga's steps touch no index, so that their updates stay on the row's page (heap-only tuples). */
class HotUpdatesTest {

    private static final int SAGAS = 200;

    /** Sagas at a step together are spread over the table's pages, as they are where many run at once. */
    private static final int BATCHES = 20;

    private static final Duration WAIT = Duration.ofSeconds(20);

    private record Updates(long all, long hot) {}

    @Test
    void theUpdateOfAStepLeavesEveryIndexAlone() throws IOException {
        try (Desk desk = new Desk()) {
            desk.loop()
                    .onMessage(IntStream.range(0, SAGAS)
                            .mapToObj(i -> desk.ordered("k" + i))
                            .toList());

            for (int batch = 0; batch < BATCHES; batch++) {
                int first = batch;
                desk.loop()
                        .onMessage(IntStream.range(0, SAGAS)
                                .filter(i -> i % BATCHES == first)
                                .mapToObj(i -> desk.paid("k" + i))
                                .toList());
            }

            Updates updates = afterAll(desk);
            assertThat(updates.hot()).as("HOT of %s", updates).isGreaterThan(SAGAS * 9L / 10);
        }
    }

    /** A connection reports its updates when it ends, a moment after the statement. */
    private static Updates afterAll(Desk desk) {
        long end = System.nanoTime() + WAIT.toNanos();
        Updates found = updates(desk);
        while (found.all() < SAGAS && System.nanoTime() < end) {
            found = updates(desk);
        }
        assertThat(found.all()).isEqualTo(SAGAS);
        return found;
    }

    private static Updates updates(Desk desk) {
        return desk.jdbc
                .query(
                        "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = 'saga'",
                        (row, n) -> new Updates(row.getLong(1), row.getLong(2)))
                .getFirst();
    }
}
