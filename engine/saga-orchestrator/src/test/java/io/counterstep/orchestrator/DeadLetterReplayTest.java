package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.messaging.PublishFailedException;
import io.counterstep.orchestrator.DeadLetters.Refusal;
import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Letters on their way back, while Kafka is slow, away, or does not want them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterReplayTest {

    private static final DeadLetters.Which OF_BANK = new DeadLetters.Which("bank-events", null, null);
    private static final DeadLetters.Which OF_POST = new DeadLetters.Which("post-events", null, null);

    /** Two letters a portion. */
    private static final int RATE = 20;

    private static final Duration IDLE = Duration.ofSeconds(1);

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
    void whileKafkaIsAtItNoTransactionIsOpenAndNoLetterIsLocked() {
        replaying(desk.paid("1"));
        List<Boolean> free = new ArrayList<>();
        desk.whileSending(topic -> {
            free.add(!TransactionSynchronizationManager.isActualTransactionActive());
            free.add(CompletableFuture.supplyAsync(
                                    () -> desk.jdbc.queryForList("select id from saga_dead_letter for update nowait"))
                            .join()
                            .size()
                    == 1);
        });

        desk.replay(RATE).tick();

        assertThat(free).containsExactly(true, true);
        assertThat(states()).containsExactly(State.REPLAYED);
    }

    @Test
    void whatIsJustBeingPublishedCannotBeTakenBackAndTheOthersCan() {
        replaying(desk.paid("1"), desk.paid("2"), desk.paid("3"));
        List<Object> answers = new ArrayList<>();
        desk.whileSending(topic -> {
            if (answers.isEmpty()) {
                answers.add(String.valueOf(desk.letters().hold(ids().getFirst(), "kim", "wait")));
                answers.add(desk.letters().holdAll(OF_BANK, "kim", "wait"));
            }
        });

        desk.replay(RATE).tick();

        assertThat(answers).containsExactly(Refusal.BEING_PUBLISHED.name(), 1);
        assertThat(states()).containsExactly(State.REPLAYED, State.REPLAYED, State.PARKED);
    }

    @Test
    void anotherInstanceWaitsForTheOneThatIsAtItSoThatTheOrderIsKept() {
        replaying(desk.paid("1"), desk.paid("2"), desk.paid("3"), desk.paid("4"), desk.paid("5"));
        DeadLetterReplay other = desk.replay(RATE);
        List<Duration> pauses = new ArrayList<>();
        AtomicInteger sendings = new AtomicInteger();
        desk.whileSending(topic -> {
            if (sendings.getAndIncrement() < 2) {
                pauses.add(other.tick());
            }
        });

        desk.replay(RATE).tick();
        other.tick();
        other.tick();

        assertThat(pauses).containsExactly(IDLE, IDLE);
        assertThat(bankKeys()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whatACrashCutShortIsPublishedAgainOnceItsClaimHasEnded() {
        replaying(desk.paid("1"), desk.paid("2"), desk.paid("3"));
        dieAtSending("1");
        desk.brokerIsBack();
        DeadLetterReplay other = desk.replay(RATE);

        assertThat(other.tick()).isEqualTo(IDLE);
        assertThat(bankKeys()).isEmpty();
        desk.pass(DeadLetterReplay.CLAIM);
        other.tick();
        other.tick();

        assertThat(bankKeys()).containsExactly("1", "2", "3");
        assertThat(states()).containsOnly(State.REPLAYED);
    }

    @Test
    void whatACrashCutShortCanBeTakenBackOnceItsClaimHasEnded() {
        replaying(desk.paid("1"));
        dieAtSending("1");

        assertThat(desk.letters().hold(ids().getFirst(), "kim", "wait")).isEqualTo(Refusal.BEING_PUBLISHED);
        desk.pass(DeadLetterReplay.CLAIM);

        assertThat(desk.letters().hold(ids().getFirst(), "kim", "wait")).isNull();
        assertThat(states()).containsExactly(State.PARKED);
    }

    @Test
    void whoComesBackAfterItsClaimHasEndedLeavesAloneWhatOthersDecidedMeanwhile() {
        replaying(desk.paid("1"), desk.paid("2"));
        desk.whileSending(topic -> {
            desk.pass(DeadLetterReplay.CLAIM);
            desk.letters().hold(ids().getFirst(), "kim", "wait");
        });

        desk.replay(RATE).tick();

        assertThat(states()).containsExactly(State.PARKED, State.REPLAYED);
    }

    @Test
    void whileTheBrokerIsAwayAllWaitAndGoAtOnceWhenItIsBack() {
        replaying(desk.paid("1"), desk.paid("2"));
        desk.brokerIsAway();
        DeadLetterReplay replay = desk.replay(RATE);

        for (int i = 0; i <= DeadLetterReplay.MAX_TRIES; i++) {
            assertThatThrownBy(replay::tick).isInstanceOf(KafkaException.class);
        }
        assertThat(states()).containsOnly(State.REPLAYING);
        desk.brokerIsBack();
        replay.tick();

        assertThat(bankKeys()).containsExactly("1", "2");
    }

    @Test
    void whileNobodyCanTellWhetherItsTopicIsThereNoneIsGivenUp() {
        replaying(desk.paid("1"));
        desk.brokerLoses("bank-events", new TimeoutException("expired"));
        desk.brokerIsAway();
        DeadLetterReplay replay = desk.replay(RATE);

        for (int i = 0; i <= DeadLetterReplay.MAX_TRIES; i++) {
            assertThatThrownBy(replay::tick).hasMessageContaining("expired");
        }

        assertThat(states()).containsExactly(State.REPLAYING);
    }

    @Test
    void lettersOfATopicThatIsNoMoreAreParkedAgainAllAtOnceAndTheOthersGo() {
        replaying(desk.paid("1"), desk.paid("2"), desk.paid("3"), desk.sent("4"));
        desk.topicIsGone("bank-events");
        DeadLetterReplay replay = desk.replay(RATE);

        replay.tick();
        replay.tick();

        assertThat(states()).containsExactly(State.PARKED, State.PARKED, State.PARKED, State.REPLAYED);
        assertThat(last(0).kind()).isEqualTo(Kind.RETURNED);
        assertThat(last(0).why()).contains("bank-events is not there");
    }

    @Test
    void whatTheBrokerWillNeverTakeIsParkedAgainWithTheReasonAndTheOthersGo() {
        replaying(desk.paid("1"), desk.sent("2"));
        desk.brokerRefuses("bank-events", new InvalidRecordException("a compacted topic needs keys"));

        assertThat(desk.replay(RATE).tick()).isLessThan(IDLE);

        assertThat(states()).containsExactly(State.PARKED, State.REPLAYED);
        assertThat(last(0).kind()).isEqualTo(Kind.RETURNED);
        assertThat(last(0).why()).contains("needs keys");
    }

    @Test
    void aTopicThatTakesNothingThoughKafkaAnswersIsGivenUpAfterSomeTriesAndTheOthersGo() {
        replaying(desk.paid("1"), desk.sent("2"), desk.paid("3"));
        desk.brokerLoses("bank-events", new NotEnoughReplicasException("1 of 2"));
        DeadLetterReplay replay = desk.replay(RATE);

        for (int i = 1; i < DeadLetterReplay.MAX_TRIES; i++) {
            assertThatThrownBy(replay::tick).isInstanceOf(PublishFailedException.class);
            assertThat(states()).containsOnly(State.REPLAYING);
        }
        replay.tick();
        replay.tick();

        assertThat(states()).containsExactly(State.PARKED, State.REPLAYED, State.PARKED);
        assertThat(last(2).why()).contains("though Kafka answers", "1 of 2");
    }

    @Test
    void whatIsBehindOneThatIsTriedAgainGoesOutAgainBehindIt() {
        replaying(desk.sent("0"), desk.paid("1"), desk.sent("2"));
        desk.brokerLoses("bank-events", new NotEnoughReplicasException("1 of 2"));
        DeadLetterReplay replay = desk.replay(30);
        assertThatThrownBy(replay::tick).isInstanceOf(PublishFailedException.class);
        assertThat(desk.standingOn("post-events")).hasSize(2);
        assertThat(states()).containsExactly(State.REPLAYED, State.REPLAYING, State.REPLAYING);
        desk.brokerIsBack();
        desk.forgetWhatWasSaid();

        replay.tick();

        assertThat(bankKeys()).containsExactly("1");
        assertThat(desk.standingOn("post-events")).hasSize(1);
        assertThat(states()).containsOnly(State.REPLAYED);
    }

    /** These are put aside, and are to be replayed. */
    @SafeVarargs
    private void replaying(ConsumerRecord<byte[], byte[]>... nobodys) {
        desk.take(nobodys);
        desk.collectDeadLetters();
        desk.forgetWhatWasSaid();
        desk.letters().replayAll(OF_BANK, "kim", "they exist now");
        desk.letters().replayAll(OF_POST, "kim", "they exist now");
        assertThat(states()).hasSize(nobodys.length).containsOnly(State.REPLAYING);
    }

    /** An instance claims its portion and is killed. */
    private void dieAtSending(String key) {
        desk.whileSending(topic -> {
            throw new InternalError("killed while sending " + key);
        });
        assertThatThrownBy(() -> desk.replay(RATE).tick()).isInstanceOf(InternalError.class);
    }

    private List<String> bankKeys() {
        return desk.standingOn("bank-events").stream()
                .map(it -> new String(it.key()))
                .toList();
    }

    /** The oldest first. */
    private List<ParkedLetter.Summary> letters() {
        return desk.letters().search(LetterFilter.any(100)).deadLetters().reversed();
    }

    private List<State> states() {
        return letters().stream().map(ParkedLetter.Summary::state).toList();
    }

    private List<Long> ids() {
        return letters().stream().map(ParkedLetter.Summary::id).toList();
    }

    private ParkedLetter.Line last(int letter) {
        return desk.letters().find(ids().get(letter)).orElseThrow().history().getLast();
    }
}
