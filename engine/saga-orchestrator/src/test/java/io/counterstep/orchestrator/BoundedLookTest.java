package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A page of a search looks at a bounded number of rows of each database and says how far it came. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundedLookTest {

    private static final int LOOK = 10;

    private final Desk desk = new Desk();

    /** A search that finds one in so many. */
    private static final int RARE = 12;

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    /** Sagas that start one after the other; every {@link #RARE}th is over. */
    private static void start(Desk desk, int sagas) {
        for (int i = 0; i < sagas; i++) {
            String key = "k" + i;
            desk.take(desk.ordered(key));
            if (i % RARE == 0) {
                desk.take(desk.paid(key));
                desk.take(desk.sent(key));
                desk.take(desk.closed(key));
            }
            desk.pass(Duration.ofMillis(1));
        }
    }

    private static final SagaFilter OVER = SagaFilter.any().withState(Status.COMPLETED);

    @Test
    void aPageLooksNoFurtherThanItMayAndSaysHowFarItCame() {
        start(desk, 25);

        SagaView.Page first = desk.queries(LOOK).search(OVER, 5, null);
        assertThat(first.sagas()).extracting(SagaView::key).containsExactly("k24");
        assertThat(first.lookedBackTo()).isEqualTo(startOf(15));

        SagaView.Page second = desk.queries(LOOK).search(OVER, 5, first.nextCursor());
        assertThat(second.sagas()).extracting(SagaView::key).containsExactly("k12");
        assertThat(second.lookedBackTo()).isEqualTo(startOf(5));

        SagaView.Page last = desk.queries(LOOK).search(OVER, 5, second.nextCursor());
        assertThat(last.sagas()).extracting(SagaView::key).containsExactly("k0");
        assertThat(last.lookedBackTo()).isNull();
        assertThat(last.nextCursor()).isNull();
    }

    private static Instant startOf(int saga) {
        return Desk.NOON.plusMillis(saga);
    }

    @Test
    void aLookThatEndsWithTheLastSagaIsComplete() {
        start(desk, LOOK);
        SagaFilter nothing = SagaFilter.any().withDefinition("rental");

        assertThat(desk.queries(LOOK).search(nothing, 5, null)).isEqualTo(new SagaView.Page(List.of(), null, null));
        assertThat(desk.queries(LOOK - 1).search(nothing, 5, null).lookedBackTo())
                .isEqualTo(startOf(1));
    }

    @Test
    void aFullListSaysNothingOfTheLookWhereverItEnds() {
        start(desk, 25);
        SagaFilter running = SagaFilter.any().withState(Status.RUNNING);
        for (int limit = 1; limit < LOOK; limit++) {
            SagaView.Page page = desk.queries(LOOK).search(running, limit, null);
            assertThat(page.sagas()).hasSize(limit);
            assertThat(page.nextCursor()).isNotNull();
            assertThat(page.lookedBackTo()).as("limit %d", limit).isNull();
        }
    }

    @Test
    void thoseThatAreOverCostNothingOfTheLookForWhoAsksForUnfinishedOnes() {
        start(desk, 25);
        desk.jdbc.update(
                "update saga set state = 'COMPLETED', ended_at = now() where id <> ?",
                Desk.id("k1").toString());

        SagaView.Page page = desk.queries(LOOK).search(SagaFilter.any().withState(Status.RUNNING), 5, null);

        assertThat(page.sagas()).extracting(SagaView::key).containsExactly("k1");
        assertThat(page.lookedBackTo()).isNull();
    }

    @Test
    void aKeyIsFoundHoweverOldItsSagaIs() {
        start(desk, 25);

        assertThat(desk.queries(LOOK)
                        .search(SagaFilter.any().withKey("k0"), 5, null)
                        .sagas())
                .extracting(SagaView::key)
                .containsExactly("k0");
    }

    @Test
    void anAgeIsWhereTheLookBegins() {
        start(desk, 25);
        SagaFilter old = SagaFilter.any().withMinAge(Duration.between(startOf(3), desk.now()));

        assertThat(desk.queries(LOOK).search(old, 5, null).sagas())
                .extracting(SagaView::key)
                .containsExactly("k3", "k2", "k1", "k0");
    }

    @Test
    void allPagesTogetherHoldEachSagaOnceWhateverLookAndLimit() {
        start(desk, 40);
        expectAll(
                desk,
                IntStream.range(0, 40)
                        .filter(it -> it % RARE != 0)
                        .mapToObj(it -> "k" + it)
                        .toList());
    }

    @Test
    void theSameWhereSagasAreSpreadOverSeveralDatabases() throws IOException {
        try (Desk spread = new Desk(3)) {
            List<String> expected = new ArrayList<>();
            for (int batch = 0; batch < 4; batch++) {
                // ten each share their moment
                for (int i = 0; i < 10; i++) {
                    String key = "k" + batch + "-" + i;
                    spread.take(spread.ordered(key));
                    expected.add(key);
                }
                spread.pass(Duration.ofMillis(1));
            }
            expectAll(spread, expected);
        }
    }

    private static void expectAll(Desk desk, List<String> expected) {
        SagaFilter running = SagaFilter.any().withState(Status.RUNNING).withText("x");
        for (SagaFilter filter : List.of(SagaFilter.any().withStep("pay"), running)) {
            for (int look : new int[] {1, 2, 3, 7, 100}) {
                for (int limit : new int[] {1, 2, 5, 50}) {
                    List<String> shown = filter == running ? List.of() : expected;
                    assertThat(keysByPages(desk.queries(look), filter, limit))
                            .as("look %d, limit %d", look, limit)
                            .containsExactlyInAnyOrderElementsOf(shown);
                }
            }
        }
    }

    private static List<String> keysByPages(SagaQueries queries, SagaFilter filter, int limit) {
        List<SagaView> found = new ArrayList<>();
        String cursor = null;
        do {
            SagaView.Page page = queries.search(filter, limit, cursor);
            assertThat(page.sagas()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.sagas());
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(found).isSortedAccordingTo((one, other) -> other.startedAt().compareTo(one.startedAt()));
        return found.stream().map(SagaView::key).toList();
    }
}
