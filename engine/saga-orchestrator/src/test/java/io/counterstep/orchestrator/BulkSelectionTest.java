package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which sagas an operation on many chooses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkSelectionTest {

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void eachFieldNarrowsIt() {
        desk.take(desk.ordered("old"), desk.ordered("sending"), desk.paid("sending"));
        desk.pass(Duration.ofSeconds(10));
        desk.take(desk.ordered("young"), desk.ordered("back"), desk.paid("back"));
        desk.take(desk.record("shop-events", "REGRETTED", "back", null, ""));
        desk.take(desk.ordered("over"), desk.paid("over"), desk.sent("over"));
        desk.take(desk.closed("over"));
        desk.take(desk.ordered("closing"), desk.paid("closing"), desk.sent("closing"));
        desk.pass(Duration.ofSeconds(1));

        assertThat(found(Bulk.ALL))
                .as("no saga that is over")
                .containsExactly("old", "sending", "back", "closing", "young");
        assertThat(found(Bulk.state(Status.COMPENSATING))).containsExactly("back");
        assertThat(found(Bulk.state(Status.COMPENSATING, Status.RUNNING)))
                .as("of several states")
                .containsExactly("old", "sending", "back", "closing", "young");
        assertThat(found(Bulk.state(Status.PAUSED, Status.COMPENSATING))).containsExactly("back");
        assertThat(found(Bulk.step("pay"))).containsExactly("old", "young");
        assertThat(found(Bulk.participant("bank"))).as("of a step").containsExactly("old", "young");
        assertThat(found(Bulk.participant("post"))).as("of a compensation too").containsExactly("sending", "back");
        assertThat(found(Bulk.participant("shop"))).as("of an ending").containsExactly("closing");
        assertThat(found(Bulk.participant("nobody"))).isEmpty();
        assertThat(found(Bulk.text("regret"))).as("whatever its case").containsExactly("back");
        assertThat(found(Bulk.text("%"))).as("no pattern").isEmpty();
        assertThat(found(Bulk.age(Duration.ofSeconds(5), null))).containsExactly("old", "sending");
        assertThat(found(Bulk.age(null, Duration.ofSeconds(5)))).containsExactly("back", "closing", "young");
        assertThat(found(filter("rental", null, null))).isEmpty();
        assertThat(found(filter(null, 2, null))).isEmpty();
        assertThat(found(filter(Purchase.NAME, 1, "old"))).containsExactly("old");
        assertThat(found(filter(null, null, "over"))).as("not even by its key").isEmpty();
    }

    @Test
    void whatNeedsAttentionIsFoundByItsText() {
        desk.take(desk.ordered("bulky", Purchase.BULKY), desk.ordered("1"));
        desk.take(desk.paid("bulky"));
        assertThat(desk.state("bulky")).startsWith("NEEDS_ATTENTION");
        desk.pass(Duration.ofSeconds(1));

        assertThat(found(Bulk.text("CANNOT be sent"))).containsExactly("bulky");
    }

    @Test
    void aLookIsBoundedAndGoesOnWhereItEnded() {
        for (int i = 0; i < 20; i++) {
            desk.take(desk.ordered("k" + (10 + i)));
            // pairs share their moment, so that the id has to tell them apart
            desk.pass(Duration.ofMillis(i % 2));
        }
        desk.take(desk.paid("k17"), desk.paid("k25"), desk.paid("k26"));
        desk.pass(Duration.ofSeconds(1));

        List<String> found = new ArrayList<>();
        SagaCursor after = null;
        int looks = 0;
        do {
            BulkSelection.Page page = selection().page(Bulk.step("send"), desk.now(), after, 3, 2);
            page.found().forEach(it -> found.add(it.key()));
            after = page.end();
            looks++;
        } while (after != null);

        assertThat(found).containsExactly("k17", "k25", "k26");
        assertThat(looks).as("of at most 3 sagas each").isBetween(7, 9);
    }

    @Test
    void onlyWhatStartedBeforeItBeganIsFound() {
        desk.take(desk.ordered("1"));
        desk.pass(Duration.ofSeconds(1));
        var begun = desk.now();
        desk.take(desk.ordered("2"));

        assertThat(selection().page(Bulk.ALL, begun, null, 10, 10).found())
                .extracting(SagaId::key)
                .containsExactly("1");
        assertThat(selection().count(Bulk.ALL, begun)).isEqualTo(new BulkSelection.Count(1, false));
    }

    @Test
    void aFilterThatChoosesAllOrNothingIsRefused() {
        assertThatThrownBy(() -> filter(null, null, null)).hasMessageContaining("one field at least");
        assertThatThrownBy(() -> Bulk.state(Status.COMPLETED)).hasMessageContaining("not over");
        assertThatThrownBy(() -> Bulk.state(Status.RUNNING, Status.COMPLETED)).hasMessageContaining("not over");
        assertThatThrownBy(Bulk::state).hasMessageContaining("one state at least");
        assertThatThrownBy(() -> Bulk.text("")).hasMessageContaining("1 to 200");
    }

    private static BulkFilter filter(@Nullable String definition, @Nullable Integer version, @Nullable String key) {
        return new BulkFilter(null, definition, version, null, null, null, null, null, key);
    }

    private BulkSelection selection() {
        return new BulkSelection(desk.definitions(), desk.jdbc);
    }

    private List<String> found(BulkFilter filter) {
        List<String> keys = selection().page(filter, desk.now(), null, 100, 100).found().stream()
                .map(SagaId::key)
                .toList();
        assertThat(selection().count(filter, desk.now())).isEqualTo(new BulkSelection.Count(keys.size(), false));
        return keys;
    }
}
