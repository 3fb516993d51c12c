package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.counterstep.core.decide.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sagas in several databases, as somebody watches them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaWatchTest {

    private final Desk desk = new Desk(3);
    private final List<String> told = new ArrayList<>();
    private SagaWatch watch = new SagaWatch(desk.stores);

    @BeforeEach
    void empty() {
        desk.clear();
        told.clear();
        watch = new SagaWatch(desk.stores);
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private Runnable watch(String key) {
        return watch.watch(
                        Desk.id(key),
                        it -> told.add(key + " " + it.map(SagaWatchTest::text).orElse("gone")))
                .orElseThrow();
    }

    private static String text(SagaView.Pulse it) {
        return it.revision() + " " + it.state();
    }

    @Test
    void whereASagaIsIsToldAtOnceAndThenOnlyWhenItHasMoved() {
        desk.take(desk.ordered("1"));
        watch("1");
        assertThat(told).containsExactly("1 1 RUNNING");

        watch.tick();
        assertThat(told).hasSize(1);

        desk.take(desk.paid("1"));
        watch.tick();
        watch.tick();
        assertThat(told).containsExactly("1 1 RUNNING", "1 2 RUNNING");

        desk.take(desk.sent("1"));
        desk.take(desk.closed("1"));
        watch.tick();
        assertThat(told).containsExactly("1 1 RUNNING", "1 2 RUNNING", "1 4 " + Status.COMPLETED);
    }

    @Test
    void manyAreWatchedTogetherWhereverTheyLive() {
        for (int i = 0; i < 9; i++) {
            desk.take(desk.ordered("k" + i));
            watch("k" + i);
        }
        told.clear();
        desk.take(desk.paid("k3"), desk.paid("k7"));

        watch.tick();

        assertThat(told).containsExactlyInAnyOrder("k3 2 RUNNING", "k7 2 RUNNING");
    }

    @Test
    void twoWhoWatchTheSameAreBothToldAndOneMayLeave() {
        desk.take(desk.ordered("1"));
        Runnable leave = watch("1");
        watch("1");
        leave.run();
        desk.take(desk.paid("1"));
        watch.tick();
        assertThat(told).containsExactly("1 1 RUNNING", "1 1 RUNNING", "1 2 RUNNING");
    }

    @Test
    void oneThatIsNotThereCannotBeWatchedAndOneThatIsPurgedIsSaidToBeGoneOnce() {
        assertThat(watch.watch(Desk.id("nobody"), it -> told.add("something"))).isEqualTo(Optional.empty());
        desk.take(desk.ordered("1"));
        watch("1");
        desk.stores.all().forEach(it -> it.jdbc().execute("truncate saga"));
        watch.tick();
        watch.tick();
        assertThat(told).containsExactly("1 1 RUNNING", "1 gone");
    }

    @Test
    void noDatabaseIsAskedWhileNobodyWatches() {
        desk.take(desk.ordered("1"));
        watch("1").run();
        for (int store = 0; store < 3; store++) {
            desk.database.isAway(store);
        }
        assertThatCode(watch::tick).doesNotThrowAnyException();
    }
}
