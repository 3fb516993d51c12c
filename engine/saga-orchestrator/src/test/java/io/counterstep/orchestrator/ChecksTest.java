package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.definition.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The safety net on a real PostgreSQL: G1 (nothing is forgotten), G5 (time-outs), G9 (nothing is given up). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecksTest {

    private static final int LIMIT = 100;

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
    void aSagaThatIsNotDueIsLeftAlone() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.RESEND.minusMillis(1));

        assertThat(desk.checks(LIMIT).tick()).isZero();
    }

    @Test
    void aDueSagaSendsItsCommandAgainAndTheNextCheckIsArmed() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.RESENT);

        assertThat(desk.checks(LIMIT).tick()).isEqualTo(1);
        assertThat(desk.checks(LIMIT).tick()).as("the same moment again").isZero();

        assertThat(desk.said()).containsExactly("PAY 1", "PAY 1");
        assertThat(desk.kinds("1")).containsExactly("STARTED", "COMMAND_RESENT");
        assertThat(desk.nextCheckAt("1")).isEqualTo(desk.now().plus(Desk.resend("1", "pay/invoke", 2)));
    }

    @Test
    void nothingIsLateWhoseAnswerMayLieUnread() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.DEADLINE);
        desk.replies.reads(desk, desk.now().minus(Purchase.DEADLINE));

        assertThat(desk.checks(LIMIT).tick()).isZero();
        assertThat(desk.said()).containsExactly("PAY 1");

        desk.replies.ended(desk);
        assertThat(desk.checks(LIMIT).tick()).isEqualTo(1);
        assertThat(desk.kinds("1")).containsExactly("STARTED", "STEP_TIMED_OUT");
    }

    @Test
    void aStepThatTimesOutIsCompensatedAndItsLateReplyChangesNothing() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.DEADLINE);

        desk.checks(LIMIT).tick();
        desk.take(desk.paid("1"));

        assertThat(desk.said()).containsExactly("PAY 1", "REFUND 1");
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
        assertThat(desk.kinds("1")).containsExactly("STARTED", "STEP_TIMED_OUT");
        assertThat(desk.ignored()).containsExactly("STALE_REPLY");
    }

    @Test
    void aCompensationThatNobodyConfirmsIsShownToAPersonAndSaidAllTheSame() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.DEADLINE);
        desk.checks(LIMIT).tick();
        int longerThanAnyInterval = 80;
        for (int i = 0; i < Timing.DEFAULT_ATTEMPTS + 5; i++) {
            desk.pass(Duration.ofSeconds(longerThanAnyInterval));
            desk.checks(LIMIT).tick();
        }

        assertThat(desk.state("1")).isEqualTo("NEEDS_ATTENTION pay/compensate");
        assertThat(desk.said())
                .filteredOn("REFUND 1"::equals)
                .as("said on, so that it heals when the bank is back")
                .hasSize(1 + Timing.DEFAULT_ATTEMPTS + 5);
        assertThat(desk.kinds("1"))
                .as("but without a line for each time")
                .hasSize(2 + Timing.DEFAULT_ATTEMPTS)
                .last()
                .isEqualTo("ATTENTION_NEEDED");

        desk.take(desk.reply("bank-events", "REFUNDED", "1", "pay/compensate"));

        assertThat(desk.state("1")).isEqualTo("COMPENSATING cancel/invoke");
    }

    @Test
    void aCheckWhoseCommandWasSwallowedIsFollowedByAnother() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.RESENT);
        desk.brokerIsAway();
        assertThatThrownBy(() -> desk.checks(LIMIT).tick()).isInstanceOf(KafkaException.class);
        desk.brokerIsBack();
        desk.pass(Purchase.RESENT.multipliedBy(2));

        assertThat(desk.checks(LIMIT).tick()).isEqualTo(1);
        assertThat(desk.said()).containsExactly("PAY 1", "PAY 1");
    }

    @Test
    void aCheckThatFindsTheSagaFurtherOnIsOnlyArmedAnew() {
        desk.take(desk.ordered("1"));
        desk.pass(Duration.ofSeconds(2));
        desk.take(desk.paid("1"));
        assertThat(desk.nextCheckAt("1"))
                .as("left alone by the step")
                .isEqualTo(Desk.NOON.plus(Desk.resend("1", "pay/invoke", 1)));
        desk.pass(Purchase.RESENT.minusSeconds(2));
        desk.forgetWhatWasSaid();

        assertThat(desk.checks(LIMIT).tick()).isEqualTo(1);

        assertThat(desk.said()).isEmpty();
        assertThat(desk.nextCheckAt("1")).isEqualTo(Desk.NOON.plusSeconds(2).plus(Desk.resend("1", "send/invoke", 1)));
    }

    @Test
    void oneLookTakesNoMoreThanItsLimitAndTheLongestOverdueFirst() {
        for (String key : List.of("c", "a", "b")) {
            desk.take(desk.ordered(key));
            desk.pass(Duration.ofMillis(10));
        }
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.RESENT);

        assertThat(desk.checks(2).tick()).isEqualTo(2);
        assertThat(desk.said()).containsExactlyInAnyOrder("PAY c", "PAY a");
        assertThat(desk.checks(2).tick()).isEqualTo(1);
        assertThat(desk.said()).last().isEqualTo("PAY b");
    }

    @Test
    void twoCheckersShareTheWorkAndNeitherWaitsForTheOther() {
        IntStream.range(0, 20).forEach(i -> desk.take(desk.ordered("k" + i)));
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.RESENT);
        SagaStore store = desk.store();
        AtomicInteger others = new AtomicInteger();

        new TransactionTemplate(desk.database.transactions()).executeWithoutResult(status -> {
            store.due(desk.now(), desk.definitions().checked(), 12);
            others.set(join(Thread.ofPlatform(), () -> desk.checks(LIMIT).tick()));
        });

        assertThat(others).as("done while the first still held its own").hasValue(8);
        assertThat(desk.said()).hasSize(8).doesNotHaveDuplicates();
        assertThat(desk.checks(LIMIT).tick()).isEqualTo(12);
    }

    private static int join(Thread.Builder builder, java.util.function.IntSupplier task) {
        AtomicInteger result = new AtomicInteger(-1);
        Thread thread = builder.start(() -> result.set(task.getAsInt()));
        try {
            if (!thread.join(Duration.ofSeconds(20))) {
                thread.interrupt();
                throw new AssertionError("the second checker waits for the first");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return result.get();
    }

    @Test
    void aCompensationThatCannotBeBuiltNeedsAttentionAndTheOthersGoOn() {
        desk.take(desk.ordered("a", Purchase.CURSED), desk.ordered("b"), desk.ordered("c"));
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.DEADLINE);

        assertThat(desk.checks(LIMIT).tick()).isEqualTo(3);

        assertThat(desk.said()).containsExactlyInAnyOrder("REFUND b", "REFUND c");
        assertThat(desk.state("a")).isEqualTo("NEEDS_ATTENTION pay/compensate");
        assertThat(desk.queries().find(Desk.id("a")).orElseThrow().reason())
                .contains("its command cannot be built", "nobody can undo the payment of a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "progress = replace(progress::text, '\"pay\"', '\"nowhere\"')::json",
                "progress = '{\"phase\":\"UNHEARD_OF\"}'"
            })
    void aSagaThatCannotBeDecidedOrReadDoesNotKeepTheOthersFromTheirChecks(String damage) {
        desk.take(desk.ordered("a"), desk.ordered("b"), desk.ordered("c"));
        desk.jdbc.update("update saga set " + damage + " where business_key = 'a'");
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.RESENT);

        desk.checks(LIMIT).tick();

        assertThat(desk.said()).containsExactlyInAnyOrder("PAY b", "PAY c");
        desk.forgetWhatWasSaid();
        assertThat(desk.checks(LIMIT).tick())
                .as("it is not taken at once again")
                .isZero();
        desk.pass(Duration.ofMinutes(1));
        desk.checks(LIMIT).tick();
        assertThat(desk.jdbc.queryForObject(
                        "select next_check_at > ?::timestamptz from saga where business_key = 'a'",
                        Boolean.class,
                        desk.now().toString()))
                .as("but looked at again and again")
                .isTrue();
    }
}
