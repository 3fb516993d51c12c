package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewSamplerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Desk one = new Desk();
    private final Desk three = new Desk(3);

    @BeforeEach
    void empty() {
        one.clear();
        three.clear();
    }

    @AfterAll
    void close() throws IOException {
        one.close();
        three.close();
    }

    private static OverviewSampler sampler(Desk desk) {
        return new OverviewSampler(desk.stores, desk::now);
    }

    private static void complete(Desk desk, String key, Duration after) {
        desk.take(desk.paid(key));
        desk.take(desk.sent(key));
        desk.pass(after);
        desk.take(desk.closed(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anOverviewCountsWhatIsUnfinishedByStateAndShowsTheOldest(int stores) {
        Desk desk = stores == 1 ? one : three;
        for (int i = 0; i < 8; i++) {
            desk.take(desk.ordered("k" + i));
            desk.pass(Duration.ofMillis(1));
        }
        complete(desk, "k0", SECOND);
        desk.take(desk.record("shop-events", "REGRETTED", "k1", null, ""));
        desk.operations().apply(Desk.id("k2"), new Input.Pause("dana", "a test"));
        desk.take(desk.paid("k3"));

        Overview overview = sampler(desk).overview();

        assertThat(overview.at()).isEqualTo(desk.now());
        assertThat(overview.states())
                .containsEntry(Status.RUNNING, 5L)
                .containsEntry(Status.COMPENSATING, 1L)
                .containsEntry(Status.NEEDS_ATTENTION, 0L)
                .containsEntry(Status.PAUSED, 1L)
                .hasSize(4);
        assertThat(overview.counted()).isEqualTo(Counted.EXACTLY);
        assertThat(overview.oldest())
                .extracting(it -> it.id() + " " + it.state() + " " + it.step())
                .containsExactly(
                        "purchase:k1 COMPENSATING pay",
                        "purchase:k2 PAUSED pay",
                        "purchase:k3 RUNNING send",
                        "purchase:k4 RUNNING pay",
                        "purchase:k5 RUNNING pay");
        assertThat(overview.attention().paused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTickCountsWhatStartedAndEndedInItsWindow(int stores) {
        Desk desk = stores == 1 ? one : three;
        OverviewSampler sampler = sampler(desk);
        desk.take(desk.ordered("early"));
        desk.pass(Duration.ofSeconds(4));
        sampler.overview();
        desk.take(desk.ordered("done"), desk.ordered("1"), desk.ordered("2"));
        complete(desk, "done", Duration.ofMillis(30));
        desk.take(desk.record("shop-events", "REGRETTED", "early", null, ""));
        desk.take(desk.reply("bank-events", "REFUNDED", "early", "pay/compensate"));
        desk.take(desk.reply("shop-events", "DROPPED", "early", "cancel/invoke"));
        assertThat(desk.state("early")).isEqualTo("CANCELED");
        desk.pass(Duration.ofSeconds(2));
        sampler.tick();
        desk.pass(Duration.ofSeconds(2));
        sampler.tick();

        List<Overview.Tick> ticks = sampler.overview().ticks();
        assertThat(ticks)
                .extracting(Overview.Tick::started, Overview.Tick::completed, Overview.Tick::canceled)
                .containsExactly(tuple(0), tuple(3, 1, 1), tuple(0));
        assertThat(ticks.get(1).p50Ms()).isEqualTo(30);
        assertThat(ticks.get(1).p99Ms()).isEqualTo(4_030);
        assertThat(ticks.get(1).ms()).isEqualTo(2_030);
        assertThat(ticks.get(2).p99Ms()).isNull();
    }

    private static Tuple tuple(int nothing) {
        return tuple(nothing, nothing, nothing);
    }

    private static Tuple tuple(long started, long completed, long canceled) {
        return Tuple.tuple(started, completed, canceled);
    }

    @Test
    void whatWaitsForAPersonIsCounted() {
        one.take(one.record("shop-events", "NONSENSE", "1", null, ""));
        one.collectDeadLetters();
        one.gates().pause(Gate.Kind.PARTICIPANT, "bank", "dana", "a test");

        Overview.Attention attention = sampler(one).overview().attention();

        assertThat(attention).isEqualTo(new Overview.Attention(0, 0, 1, 0, 1));
    }

    @Test
    void howManyAreFinishedIsEstimatedByPostgres() {
        one.take(one.ordered("1"), one.ordered("2"), one.ordered("3"));
        complete(one, "1", SECOND);
        one.jdbc.execute("vacuum analyze saga");

        assertThat(sampler(one).overview().finishedAbout()).isEqualTo(1);
    }

    @Test
    void allWhoAskShareOneLookUntilItIsOld() {
        OverviewSampler sampler = sampler(one);
        Overview first = sampler.overview();
        one.pass(Duration.ofMillis(3_999));
        assertThat(sampler.overview()).isSameAs(first);
        one.pass(Duration.ofMillis(1));
        assertThat(sampler.overview()).isNotSameAs(first);
    }

    @Test
    void theDatabaseIsLeftAloneOnceNobodyHasAskedForTenSeconds() {
        OverviewSampler sampler = sampler(one);
        one.database.isAway(0);
        assertThat(sampler.tick()).as("nobody has asked").isEqualTo(Duration.ofSeconds(2));
        one.database.allAreBack();

        sampler.overview();
        int looks = 0;
        for (int i = 0; i < 20; i++) {
            one.pass(SECOND);
            looks += looksAt(sampler) ? 1 : 0;
        }

        assertThat(looks).as("each two seconds for less than ten").isEqualTo(4);
    }

    /** Whether a tick would have asked the database; then it may. */
    private boolean looksAt(OverviewSampler sampler) {
        one.database.isAway(0);
        try {
            sampler.tick();
            return false;
        } catch (DataAccessException asked) {
            one.database.allAreBack();
            sampler.tick();
            return true;
        } finally {
            one.database.allAreBack();
        }
    }

    @Test
    void aViewerIsToldTheLatestAtOnceAndEachNewOneUntilItLeaves() {
        OverviewSampler sampler = sampler(one);
        List<Overview> told = new ArrayList<>();
        Runnable leave = sampler.tell(told::add);
        assertThat(told).hasSize(1);
        for (int i = 0; i < 10; i++) {
            one.pass(Duration.ofSeconds(2));
            sampler.tick();
        }
        assertThat(told).as("nobody else asks").hasSize(11).doesNotHaveDuplicates();

        leave.run();

        for (int i = 0; i < 10; i++) {
            one.pass(Duration.ofSeconds(2));
            sampler.tick();
        }
        assertThat(told).hasSize(11);
    }

    @Test
    void aTickThatComesEarlySaysHowLongToWait() {
        OverviewSampler sampler = sampler(one);
        sampler.overview();
        one.pass(Duration.ofMillis(500));
        assertThat(sampler.tick()).isEqualTo(Duration.ofMillis(1_500));
    }
}
