package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gate.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Participants that fall silent are paused, tried and resumed; operators pause and resume what they like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatesTest {

    private static final int THRESHOLD = 10;
    private static final int RATE = 20;
    private static final int MAX_IN_FLIGHT = 6;
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration GAP = Duration.ofMillis(100);
    private static final int LIMIT = 500;

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
        desk.recovers(new RecoverySettings(THRESHOLD, PROBE, RATE, RATE, MAX_IN_FLIGHT));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private void order(int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            desk.take(desk.ordered("k" + i));
            desk.pass(Duration.ofMillis(1));
        });
    }

    private Gate.View bank() {
        return desk.gates().view(Kind.PARTICIPANT, "bank");
    }

    private void stall(int sagas) {
        order(0, sagas);
        desk.pass(Purchase.RESEND.multipliedBy(2));
        desk.checks(LIMIT).tick();
        assertThat(bank().state()).isEqualTo(State.TRIPPED);
        desk.forgetWhatWasSaid();
    }

    /** The bank answers a saga's payment, and that is noticed. */
    private void answered(String key) {
        desk.pass(Duration.ofMillis(1));
        desk.take(desk.paid(key));
        desk.recovery().tick();
    }

    @Test
    void whoFallsSilentIsPausedBeforeItsSagasTimeOutEvenIfAllAreDueAtOnce() {
        order(0, 20);
        desk.pass(Purchase.DEADLINE.multipliedBy(3));
        desk.forgetWhatWasSaid();

        assertThat(desk.checks(LIMIT).tick()).isEqualTo(20);

        assertThat(desk.said()).isEmpty();
        assertThat(desk.kinds("k0")).containsExactly("STARTED", "HELD");
        assertThat(desk.state("k19")).isEqualTo("RUNNING pay/invoke");
        assertThat(bank().state()).isEqualTo(State.TRIPPED);
        assertThat(bank().held()).isEqualTo(20);
        assertThat(bank().by()).isEqualTo(Gate.ENGINE);
        assertThat(bank().why()).isEqualTo("20 commands unanswered beyond their time, last answer never");
        desk.pass(Purchase.DEADLINE.multipliedBy(3));
        desk.checks(LIMIT).tick();
        assertThat(desk.said()).isEmpty();
        assertThat(desk.kinds("k0")).as("what is held is never late").containsExactly("STARTED", "HELD");
    }

    @Test
    void whatIsHeldIsNoSilenceAndGoesAtTheGatesPaceNotAtItsCheck() {
        stall(20);
        desk.pass(Duration.ofMinutes(10));
        desk.checks(LIMIT).tick();
        assertThat(desk.jdbc.queryForObject("select silences from saga_gate where name = 'bank'", Integer.class))
                .isZero();

        desk.jdbc.update("update saga_gate set state = 'FLOWING'");
        desk.pass(Duration.ofMinutes(10));
        desk.checks(LIMIT).tick();
        assertThat(desk.said()).isEmpty();
        desk.recovery().tick();
        assertThat(desk.said()).containsExactly("PAY k0", "PAY k1");
    }

    @Test
    void aFewSilencesTimeOutAsEver() {
        order(0, THRESHOLD - 1);
        desk.pass(Purchase.DEADLINE);

        desk.checks(LIMIT).tick();

        assertThat(desk.state("k0")).isEqualTo("COMPENSATING pay/compensate");
        assertThat(bank().state()).isEqualTo(State.FLOWING);
    }

    @Test
    void silencesAddUpOverSeveralLooksAndInstances() {
        order(0, THRESHOLD);
        desk.pass(Purchase.RESEND.multipliedBy(2));
        for (int i = 0; i < THRESHOLD; i++) {
            assertThat(bank().state()).isEqualTo(State.FLOWING);
            desk.recovers(new RecoverySettings(THRESHOLD, PROBE, RATE, RATE, MAX_IN_FLIGHT));
            desk.checks(1).tick();
        }
        assertThat(bank().state()).isEqualTo(State.TRIPPED);
    }

    @Test
    void whoAnswersAnythingIsNotPaused() {
        order(0, 30);
        desk.pass(Purchase.RESEND.multipliedBy(2));
        desk.take(desk.paid("k7"));

        desk.checks(LIMIT).tick();

        assertThat(bank().state()).isEqualTo(State.FLOWING);
        assertThat(desk.kinds("k0")).containsExactly("STARTED", "COMMAND_RESENT");
    }

    @Test
    void whatAnotherInstanceHeardCountsToo() {
        order(0, 30);
        desk.pass(Purchase.RESEND.multipliedBy(2));
        desk.take(desk.paid("k7"));
        desk.recovery().tick();
        desk.recovers(new RecoverySettings(THRESHOLD, PROBE, RATE, RATE, MAX_IN_FLIGHT));

        desk.checks(LIMIT).tick();

        assertThat(bank().state()).isEqualTo(State.FLOWING);
    }

    @Test
    void oneSagaNowAndThenTriesAndNeverTheSameTwiceInARow() {
        stall(20);
        for (int i = 0; i < 3; i++) {
            desk.recovery().tick();
            assertThat(desk.said()).hasSize(i);
            desk.pass(PROBE);
            desk.recovery().tick();
            desk.recovery().tick();
            desk.checks(LIMIT).tick();
        }
        assertThat(desk.said()).hasSize(3).doesNotHaveDuplicates();
        assertThat(bank().state()).isEqualTo(State.TRIPPED);
    }

    @Test
    void anAnswerLetsTheOldestGoFirstAtTheRateAndAtLastAllIsAsEver() {
        stall(20);
        desk.take(desk.ordered("late"));
        assertThat(desk.said()).as("new commands are held as well").isEmpty();

        answered("k3");
        assertThat(bank().state()).isEqualTo(State.RECOVERING);
        desk.forgetWhatWasSaid();
        for (int i = 0; i < 2; i++) {
            desk.pass(GAP);
            desk.recovery().tick();
            desk.recovery().tick();
        }

        assertThat(desk.said()).containsExactly("PAY k0", "PAY k1", "PAY k2", "PAY k4");
        assertThat(desk.state("k0")).isEqualTo("RUNNING pay/invoke");
        assertThat(desk.kinds("k0")).containsExactly("STARTED", "HELD", "RELEASED");

        for (int i = 0; i < 20; i++) {
            desk.pass(GAP);
            desk.recovery().tick();
            desk.said().stream()
                    .filter(it -> it.startsWith("PAY"))
                    .forEach(it -> desk.take(desk.paid(it.substring("PAY ".length()))));
            desk.forgetWhatWasSaid();
        }
        assertThat(bank().state()).isEqualTo(State.FLOWING);
        assertThat(bank().held()).isZero();
        assertThat(desk.state("late")).isEqualTo("RUNNING send/invoke");
        assertThat(desk.gates().history(Kind.PARTICIPANT, "bank"))
                .extracting(Gate.Change::to)
                .containsExactly(State.FLOWING, State.RECOVERING, State.TRIPPED);
    }

    @Test
    void noMoreAreUnansweredAtATimeThanTheBound() {
        stall(20);
        answered("k3");
        for (int i = 0; i < 20; i++) {
            desk.pass(GAP);
            desk.recovery().tick();
        }
        assertThat(desk.said()).filteredOn(it -> it.startsWith("PAY")).hasSize(MAX_IN_FLIGHT);
        assertThat(bank().inFlight()).isEqualTo(MAX_IN_FLIGHT);

        desk.take(desk.paid("k0"));
        desk.pass(GAP);
        desk.recovery().tick();
        assertThat(desk.said()).filteredOn(it -> it.startsWith("PAY")).hasSize(MAX_IN_FLIGHT + 1);
    }

    @Test
    void whoFallsSilentWhileRecoveringIsPausedAgain() {
        stall(20);
        answered("k3");
        desk.pass(GAP);
        desk.recovery().tick();
        desk.pass(PROBE.plusSeconds(1));
        desk.checks(LIMIT).tick();

        desk.recovery().tick();

        assertThat(bank().state()).isEqualTo(State.TRIPPED);
        assertThat(bank().why()).contains("while recovering");
        assertThat(desk.kinds("k0")).endsWith("RELEASED", "HELD");
    }

    @Test
    void severalInstancesLetGoNoMoreThanOne() {
        stall(20);
        answered("k3");
        desk.forgetWhatWasSaid();
        desk.pass(GAP);
        List.of(desk.recovery(), desk.recovery(), desk.recovery()).forEach(Recovery::tick);

        assertThat(desk.said()).containsExactly("PAY k0", "PAY k1");
    }

    @Test
    void commandsThatWereSwallowedOnTheirWayAreHeldAgainAndLetGoOnceMore() {
        stall(20);
        answered("k3");
        desk.pass(GAP);
        desk.brokerIsAway();
        assertThatThrownBy(() -> desk.recovery().tick()).isInstanceOf(KafkaException.class);
        desk.brokerIsBack();
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.RESEND.multipliedBy(2));
        desk.checks(LIMIT).tick();
        desk.take(desk.paid("k5"));
        desk.recovery().tick();

        assertThat(desk.said()).contains("PAY k0", "PAY k1");
    }

    @Test
    void anAnswerToWhatIsHeldStillCounts() {
        stall(20);
        desk.take(desk.paid("k8"));

        assertThat(desk.state("k8")).isEqualTo("RUNNING send/invoke");
        assertThat(bank().held()).isEqualTo(19);
    }

    @Test
    void anOperatorsPauseHoldsUntilAnOperatorResumesAndWhoAndWhyAreKept() {
        assertThat(desk.gates().pause(Kind.PARTICIPANT, "bank", "ann", "audit")).isTrue();
        assertThat(desk.gates().pause(Kind.PARTICIPANT, "bank", "bob", "too")).isFalse();
        order(0, 5);
        desk.pass(Duration.ofHours(1));
        desk.checks(LIMIT).tick();
        desk.recovery().tick();
        assertThat(desk.said()).isEmpty();

        assertThat(desk.gates().resume(Kind.PARTICIPANT, "bank", "ann", "done")).isTrue();
        desk.recovery().tick();

        assertThat(desk.said()).containsExactly("PAY k0", "PAY k1");
        assertThat(desk.gates().history(Kind.PARTICIPANT, "bank"))
                .extracting(it -> it.from() + " " + it.to() + " " + it.by() + " " + it.why())
                .containsExactly("PAUSED RECOVERING ann done", "FLOWING PAUSED ann audit");
    }

    @Test
    void aPausedDefinitionSaysNothingAndOthersGoOn() {
        desk.runs(Purchase.first(), Stroll.definition());
        assertThat(desk.gates().pause(Kind.DEFINITION, Purchase.NAME, "ann", "wrong prices"))
                .isTrue();
        order(0, 3);
        desk.take(desk.record("dog-events", "WHISTLED", "rex", null, ""));
        assertThat(desk.said()).containsExactly("WALK rex");

        desk.gates().resume(Kind.DEFINITION, Purchase.NAME, "ann", "right again");
        desk.recovery().tick();
        assertThat(desk.said()).containsExactly("WALK rex", "PAY k0", "PAY k1");
    }

    @Test
    void oneBehindTwoGatesDoesNotStandInTheWayOfThoseBehindOne() {
        desk.runs(Purchase.first(), Purchase.alsoPaying());
        desk.gates().pause(Kind.PARTICIPANT, "bank", "ann", "audit");
        order(0, 80);
        desk.take(desk.record("shop-events", "PLEDGED", "p", null, ""));
        desk.gates().pause(Kind.DEFINITION, Purchase.NAME, "ann", "wrong prices");
        desk.gates().resume(Kind.PARTICIPANT, "bank", "ann", "done");
        for (int i = 0; i < 5; i++) {
            desk.recovery().tick();
            desk.pass(GAP);
        }

        assertThat(desk.said()).containsExactly("PLEDGE p");
        assertThat(desk.gates().view(Kind.DEFINITION, Purchase.NAME).held()).isEqualTo(80);

        desk.gates().resume(Kind.DEFINITION, Purchase.NAME, "ann", "right again");
        desk.pass(GAP);
        desk.recovery().tick();
        assertThat(desk.said()).containsExactly("PLEDGE p", "PAY k0", "PAY k1");
    }

    @Test
    void whatWasHeldByAnOldViewOfAGateThatFlowsIsLetGo() {
        desk.gates().pause(Kind.PARTICIPANT, "bank", "ann", "audit");
        desk.gates().moment();
        desk.jdbc.update("update saga_gate set state = 'FLOWING'");
        desk.take(desk.ordered("k0"));
        assertThat(desk.said()).isEmpty();

        desk.pass(GAP);
        desk.recovery().tick();

        assertThat(desk.said()).containsExactly("PAY k0");
    }

    @Test
    void whatDoesNotExistCannotBePaused() {
        assertThat(desk.gates().pause(Kind.PARTICIPANT, "nobody", "ann", "x")).isFalse();
        assertThat(desk.gates().pause(Kind.DEFINITION, "nothing", "ann", "x")).isFalse();
        assertThat(desk.gates().resume(Kind.DEFINITION, Purchase.NAME, "ann", "x"))
                .isFalse();
    }

    @Test
    void noSecondHoldsMoreThanTheRateWhateverItIs() {
        for (int rate : List.of(1, 2, 9, 10, 25, 99, 200, 1_000, 12_345)) {
            long gap = RecoverySettings.gap(rate).toNanos();
            long portions = (Duration.ofSeconds(1).toNanos() + gap - 1) / gap;
            assertThat(portions * RecoverySettings.portion(rate))
                    .as("at %s", rate)
                    .isBetween(rate * 2L / 3, (long) rate);
        }
    }

    @Test
    void theRateAboutDoublesEachSecondUpToItsMostUnlessTooManyAreUnanswered() {
        RecoverySettings it = new RecoverySettings(1, PROBE, 200, 5_000, 1_000);
        int pace = it.beginning();
        assertThat(pace).isEqualTo(200);
        for (int second = 1; second <= 10; second++) {
            for (int portion = 0; portion < 10; portion++) {
                pace = it.faster(pace, 500);
            }
            assertThat(pace)
                    .as("after %s s", second)
                    .isBetween((int) Math.min(5_000, 200 * Math.pow(1.9, second)), (int)
                            Math.min(5_000, 200 * Math.pow(2.1, second)));
        }
        assertThat(it.faster(400, 501)).isEqualTo(400);
        assertThat(new RecoverySettings(1, PROBE, 200, 50, 1_000).beginning()).isEqualTo(50);
    }

    @Test
    void whoAnswersGetsMoreAndMoreAndAfterSilenceLittleAgain() {
        comesToSpeed();
        desk.pass(PROBE.plusSeconds(1));
        desk.checks(LIMIT).tick();
        desk.recovery().tick();
        assertThat(bank().state()).isEqualTo(State.TRIPPED);
        answered("k299");
        assertThat(portion()).as("begins anew").isEqualTo(1);
    }

    @Test
    void aRateThatWasLoweredHoldsAtOnce() {
        comesToSpeed();
        desk.recovers(new RecoverySettings(THRESHOLD, PROBE, 10, 20, 1_000));
        assertThat(portion()).isEqualTo(2);
    }

    /** Many are held, and the gate opens further with each portion. */
    private void comesToSpeed() {
        desk.recovers(new RecoverySettings(THRESHOLD, PROBE, 10, 100, 1_000));
        stall(300);
        answered("k0");
        assertThat(portion()).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            portion();
        }
        assertThat(portion()).isBetween(3, 10);
    }

    /** What the next portion lets go. */
    private int portion() {
        desk.forgetWhatWasSaid();
        desk.pass(GAP);
        desk.recovery().tick();
        return (int) desk.said().stream().filter(it -> it.startsWith("PAY")).count();
    }
}
