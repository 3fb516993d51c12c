package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.BulkOperation.State;
import io.counterstep.orchestrator.BulkRequest.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operation on many sagas that are spread over three databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkInStoresTest {

    private static final int SAGAS = 30;

    private final Desk desk = new Desk(3);

    @BeforeEach
    void empty() {
        desk.clear();
        desk.loop().onMessage(keys().stream().map(desk::ordered).toList());
        desk.pass(Duration.ofSeconds(1));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void eachSagaOfEachDatabaseHasItsTurnOnce() {
        BulkRequest request = Bulk.ask(Operation.RETRY, Bulk.ALL, BulkRequest.MAX_RATE, SAGAS);
        assertThat(desk.bulk().preview(request).count()).isEqualTo(SAGAS);
        long id = desk.bulk().start(request).orElseThrow().id();

        work(30);

        assertThat(desk.bulk().find(id).orElseThrow().done()).isEqualTo(SAGAS);
        assertThat(keys()).allSatisfy(it -> assertThat(desk.kinds(it)).containsExactly("STARTED", "RETRIED"));
    }

    @Test
    void whileOneIsAwayItWaitsForItAndThenGoesOn() {
        BulkRequest request = Bulk.ask(Operation.PAUSE, Bulk.ALL, BulkRequest.MAX_RATE, SAGAS);
        long id = desk.bulk().start(request).orElseThrow().id();
        desk.database.isAway(1);

        work(30);

        BulkOperation waiting = desk.bulk().find(id).orElseThrow();
        assertThat(waiting.state()).isEqualTo(State.RUNNING);
        assertThat(waiting.failed()).isZero();
        assertThat(waiting.done()).as("those of the first").isBetween(1, SAGAS - 1);

        desk.database.allAreBack();
        work(30);
        assertThat(desk.bulk().find(id).orElseThrow().done()).isEqualTo(SAGAS);
    }

    private void work(int ticks) {
        BulkWorker worker = desk.bulkWorker();
        for (int i = 0; i < ticks; i++) {
            desk.pass(worker.tick());
        }
    }

    private static List<String> keys() {
        return IntStream.range(0, SAGAS).mapToObj(i -> "k" + i).toList();
    }
}
