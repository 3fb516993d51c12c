package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.DeadLetters.Refusal;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {

    private static final LetterFilter ALL = LetterFilter.any(100);

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
    void whatWasPutAsideIsSeenOnceWithAllThatIsKnown() {
        put("nobody");
        desk.collectDeadLetters();

        ParkedLetter letter = only();

        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.source()).startsWith("bank-events/0/");
        assertThat(letter.saga()).isEqualTo("purchase:nobody");
        assertThat(letter.reason()).isEqualTo("there is no saga purchase:nobody");
        assertThat(letter.body()).contains("\"status\":\"PAID\"");
        assertThat(letter.headers()).containsOnlyKeys(Records.IN_REPLY_TO);
        assertThat(letter.diedAt()).isEqualTo(desk.now());
    }

    @Test
    void anExceptionIsSeenWithItsStack() {
        desk.take(desk.ordered("bad"));
        desk.jdbc.update("update saga set version = 99 where business_key = 'bad'");
        desk.restarts();
        desk.take(desk.paid("bad"));
        desk.collectDeadLetters();

        assertThat(only().stack()).contains("version 99").contains("at io.counterstep.orchestrator");
    }

    @Test
    void replayedItGoesWhereItStoodAndDoesItsWork() {
        put("1");
        desk.take(desk.ordered("1"));
        desk.collectDeadLetters();
        desk.forgetWhatWasSaid();

        assertThat(desk.letters().replay(only().id(), "kim", "the order is there now"))
                .isNull();
        assertThat(only().state()).isEqualTo(State.REPLAYING);
        desk.replay(10).tick();

        assertThat(only().state()).isEqualTo(State.REPLAYED);
        assertThat(only().history()).extracting(ParkedLetter.Line::by).containsExactly("kim");
        desk.relay("bank-events");
        assertThat(desk.state("1")).isEqualTo("RUNNING send/invoke");
    }

    @Test
    void editedItSaysTheNewWordsAndTheOldOnesAreKept() {
        put("1");
        desk.collectDeadLetters();
        String before = String.valueOf(only().body());

        assertThat(desk.letters().edit(only().id(), "{\"orderId\":\"2\",\"status\":\"PAID\"}", "kim", "wrong order"))
                .isNull();
        desk.letters().replay(only().id(), "kim", "mended");
        desk.forgetWhatWasSaid();
        desk.replay(10).tick();

        assertThat(desk.published("bank-events"))
                .singleElement()
                .satisfies(it -> assertThat(new String(it.value())).contains("\"2\""));
        assertThat(desk.jdbc.queryForObject(
                        "select convert_from(value_before, 'UTF8') from saga_dead_letter_history where kind = 'EDITED'",
                        String.class))
                .isEqualTo(before);
    }

    @Test
    void manyGoAtAPaceTheOldestFirst() {
        put(IntStream.range(0, 25).mapToObj(it -> "k" + it).toArray(String[]::new));
        desk.collectDeadLetters();
        desk.forgetWhatWasSaid();

        assertThat(desk.letters().replayAll("bank-events", null, null, "kim", "they exist now"))
                .isEqualTo(25);
        DeadLetterReplay replay = desk.replay(100);
        assertThat(replay.tick()).isEqualTo(Duration.ofMillis(100));

        assertThat(desk.published("bank-events")).hasSize(10);
        assertThat(desk.published("bank-events").getFirst().key()).isEqualTo("k0".getBytes());
        replay.tick();
        replay.tick();
        assertThat(desk.published("bank-events")).hasSize(25);
        assertThat(replay.tick()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatCannotBeDoneIsRefusedAndChangesNothing() {
        put("1");
        desk.collectDeadLetters();
        long id = only().id();

        assertThat(desk.letters().hold(id, "kim", "no")).isEqualTo(Refusal.NOT_REPLAYING);
        assertThat(desk.letters().discard(id, "kim", "nobody misses it")).isNull();
        assertThat(desk.letters().replay(id, "kim", "again")).isEqualTo(Refusal.NOT_PARKED);
        assertThat(desk.letters().replay(4_711, "kim", "again")).isEqualTo(Refusal.NO_SUCH_LETTER);
        assertThat(only().history()).hasSize(1);
    }

    @Test
    void whileTheBrokerIsAwayItStaysInTheQueue() {
        put("1");
        desk.collectDeadLetters();
        desk.letters().replay(only().id(), "kim", "again");
        desk.brokerIsAway();

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> desk.replay(10).tick()))
                .isNotNull();

        assertThat(only().state()).isEqualTo(State.REPLAYING);
    }

    /** Replies to sagas that do not exist. */
    @SuppressWarnings("unchecked")
    private void put(String... keys) {
        desk.take(java.util.Arrays.stream(keys).map(desk::paid).toArray(ConsumerRecord[]::new));
        desk.collectDeadLetters();
    }

    private ParkedLetter only() {
        List<ParkedLetter> all = desk.letters().search(ALL).deadLetters();
        assertThat(all).hasSize(1);
        return desk.letters().find(all.getFirst().id()).orElseThrow();
    }
}
