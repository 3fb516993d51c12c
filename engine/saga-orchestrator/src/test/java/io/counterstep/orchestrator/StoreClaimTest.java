package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A list of databases that would hide sagas is refused before the first message. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreClaimTest {

    private final Desk desk = new Desk(3);

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private SagaStores stores(Integer... order) {
        return new SagaStores(Arrays.stream(order).map(desk.stores::get).toList());
    }

    private void saga(int store) {
        desk.stores.get(store).jdbc().update("""
                insert into saga (id, definition, version, business_key, state, facts, progress, started_at, updated_at, revision)
                values ('purchase:1', 'purchase', 1, '1', 'COMPLETED', '{}', '{}', now(), now(), 1)""");
    }

    @Test
    void theSameListIsTakenAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThatCode(() -> stores(0, 1, 2).claim()).doesNotThrowAnyException();
        }
    }

    @Test
    void anotherNumberOrOrderIsRefusedSayingWhichIsWhich() {
        stores(0, 1).claim();
        saga(0);
        saga(1);

        assertThatThrownBy(() -> stores(0, 1, 2).claim())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store 0 of 3 (counted from 0) says that it is store 0 of 2")
                .hasMessageContaining("counterstep.stores");
        assertThatThrownBy(() -> stores(1, 0).claim()).hasMessageContaining("says that it is store 1 of 2");
        assertThatThrownBy(() -> stores(0).claim()).hasMessageContaining("says that it is store 0 of 2");
        stores(0, 1).claim();
    }

    @Test
    void oneDatabaseGivenTwiceIsRefused() {
        assertThatThrownBy(() -> stores(0, 0).claim())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("each once");
        saga(0);
        assertThatThrownBy(() -> stores(0, 0).claim()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void databasesWithoutASagaAreFreeToBecomeAnyOfThem() {
        stores(0).claim();
        stores(0, 1, 2).claim();
        stores(2, 1).claim();
        saga(2);

        assertThatThrownBy(() -> stores(0, 2).claim()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theIdsOfPurgedSagasCountToo() {
        stores(0).claim();
        desk.jdbc.update("insert into saga_purged (id, purged_at) values ('purchase:1', now())");

        assertThatThrownBy(() -> stores(0, 1).claim()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStartOfTheOrchestratorClaimsThem() {
        desk.deploys(List.of(Purchase.first()));

        assertThat(desk.stores.get(2).jdbc().queryForMap("select store, stores from saga_store"))
                .containsEntry("store", 2)
                .containsEntry("stores", 3);
    }
}
