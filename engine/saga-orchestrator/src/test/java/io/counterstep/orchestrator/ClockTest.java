package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A clock that is set by an hour while sagas run. That no look follows at once is the starter's, see its own test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SAGAS = 300;

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
    void setForwardNobodyTimesOutWhoseAnswerIsReadBeforeTheNextLook() {
        start();
        desk.pass(HOUR);
        desk.loop()
                .onMessage(IntStream.range(0, SAGAS)
                        .mapToObj(i -> desk.paid("k" + i))
                        .toList());

        look();

        assertThat(IntStream.range(0, SAGAS).mapToObj(i -> desk.state("k" + i))).containsOnly("RUNNING send/invoke");
    }

    @Test
    void setForwardAllAtOnceOverdueIsSilenceOfTheAskedAndHeldNotTimedOut() {
        start();
        desk.pass(HOUR);

        look();

        assertThat(IntStream.range(0, SAGAS).mapToObj(i -> desk.state("k" + i)))
                .as("more than the gate's threshold")
                .containsOnly("RUNNING pay/invoke");
    }

    @Test
    void setBackNoCheckIsLostAndNewSagasAreCheckedInTime() {
        desk.take(desk.ordered("before"));
        desk.pass(HOUR.negated());
        desk.take(desk.ordered("after"));

        desk.pass(Purchase.RESENT);
        assertThat(desk.checks(500).tick()).isEqualTo(1);
        assertThat(desk.kinds("after")).containsExactly("STARTED", "COMMAND_RESENT");
        assertThat(desk.kinds("before")).containsExactly("STARTED");

        desk.take(desk.paid("after"), desk.sent("after"), desk.closed("after"));
        desk.pass(HOUR);
        desk.checks(500).tick();
        assertThat(desk.kinds("before")).as("late by as much, not lost").hasSize(2);
        assertThat(desk.state("after")).startsWith("COMPLETED");
    }

    private void start() {
        desk.loop()
                .onMessage(IntStream.range(0, SAGAS)
                        .mapToObj(i -> desk.ordered("k" + i))
                        .toList());
    }

    private void look() {
        while (desk.checks(500).tick() == 500) {
            assertThat(desk.now()).isAfter(Desk.NOON);
        }
    }
}
