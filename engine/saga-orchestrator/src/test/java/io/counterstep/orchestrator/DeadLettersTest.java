package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.DeadLetters.Refusal;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {

    private static final LetterFilter ALL = LetterFilter.any(100);
    private static final DeadLetters.Which OF_BANK = new DeadLetters.Which("bank-events", null, null);

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

        assertThat(desk.standingOn("bank-events"))
                .singleElement()
                .satisfies(it -> assertThat(new String(it.value())).contains("\"2\""));
        assertThat(only().history())
                .extracting(it -> it.kind() + " " + it.by() + " " + it.why() + " " + it.before())
                .containsExactly("EDITED kim wrong order " + before, "REPLAYED kim mended null");
    }

    @Test
    void manyGoAtAPaceTheOldestFirst() {
        put(IntStream.range(0, 25).mapToObj(it -> "k" + it).toArray(String[]::new));
        desk.collectDeadLetters();
        desk.forgetWhatWasSaid();

        assertThat(desk.letters().replayAll(OF_BANK, "kim", "they exist now")).isEqualTo(25);
        DeadLetterReplay replay = desk.replay(100);
        assertThat(replay.tick()).isEqualTo(Duration.ofMillis(100));

        assertThat(desk.standingOn("bank-events")).hasSize(10);
        assertThat(desk.standingOn("bank-events").getFirst().key()).isEqualTo("k0".getBytes());
        replay.tick();
        replay.tick();
        assertThat(desk.standingOn("bank-events")).hasSize(25);
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
    void whatIsPutAsideTwiceForACrashInBetweenIsThereOnce() {
        ConsumerRecord<byte[], byte[]> reply = desk.paid("nobody");
        desk.take(reply);
        desk.pass(Duration.ofSeconds(1));
        desk.take(reply);
        desk.collectDeadLetters();

        assertThat(desk.deadLetters()).hasSize(2);
        assertThat(only().source()).isEqualTo("bank-events/0/" + reply.offset());
    }

    @Test
    void aRecordAtTheSamePlaceOfATopicThatWasMadeAnewIsAnotherOne() {
        for (long time : new long[] {1_000, 2_000}) {
            ConsumerRecord<byte[], byte[]> reply = desk.paid("nobody");
            desk.take(at(reply, time));
        }
        desk.collectDeadLetters();

        assertThat(desk.letters().search(ALL).deadLetters()).hasSize(2);
    }

    @Test
    void whateverStandsInADeadLetterTopicCanBeKept() {
        ConsumerRecord<byte[], byte[]> odd = new ConsumerRecord<>(
                "bank-events-dlt", 0, 0, "k".repeat(20_000).getBytes(UTF_8), new byte[] {0, (byte) 0xff});
        for (String name :
                List.of("dead-letter-source", "dead-letter-reason", "dead-letter-stack", "ce_type", "ce_subject")) {
            odd.headers().add(name, "\uD83D\uDCEE".repeat(10_000).getBytes(UTF_8));
        }
        odd.headers().add("a\0b", new byte[] {(byte) 0xfe}).add("nothing", null);
        odd.headers().add("dead-letter-time", "yesterday".getBytes(UTF_8));
        desk.collect(List.of(odd));
        desk.collect(List.of(new ConsumerRecord<>("bank-events-dlt", 0, 1, null, null)));
        desk.collect(List.of(letter(2, "bank-events", "{\"orderId\":\"a\",\"status\":\"X\\u0000\"}")));
        ConsumerRecord<byte[], byte[]> far = letter(3, "bank-events", "{}");
        far.headers().remove("dead-letter-time").add("dead-letter-time", "+300000-01-01T00:00:00Z".getBytes(UTF_8));
        desk.collect(List.of(far));

        assertThat(desk.letters().search(ALL).deadLetters()).hasSize(4).allSatisfy(it -> {
            assertThat(it.source()).hasSizeLessThanOrEqualTo(300);
            assertThat(desk.letters().find(it.id())).isPresent();
        });
    }

    @Test
    void itsSagaIsToldByWhateverNamesIt() {
        desk.collect(List.of(
                letter(0, "bank-commands", "{}", Records.ID, "purchase:a/pay/invoke"),
                letter(1, "bank-events", "no JSON", Records.IN_REPLY_TO, "purchase:b/pay/invoke"),
                letter(2, "bank-events", "{\"orderId\":\"c\",\"status\":\"PAID\"}"),
                letter(3, "bank-events", "no JSON", Records.ID, "an id of theirs")));

        assertThat(desk.letters().search(ALL).deadLetters())
                .extracting(ParkedLetter.Summary::saga)
                .containsExactly(null, "purchase:c", "purchase:b", "purchase:a");
    }

    @Test
    void whatIsReplayedIsByteForByteWhatDied() {
        ConsumerRecord<byte[], byte[]> died = letter(0, "bank-events", "no JSON", "x", "one");
        died.headers().add("x", "two".getBytes(UTF_8)).add("y", null);
        desk.collect(List.of(died));
        desk.letters().replay(only().id(), "kim", "again");
        desk.replay(10).tick();

        assertThat(desk.standingOn("bank-events")).singleElement().satisfies(it -> {
            assertThat(it.value()).isEqualTo(died.value());
            assertThat(it.key()).isEqualTo(died.key());
            assertThat(it.headers().headers("x"))
                    .extracting(h -> new String(h.value(), UTF_8))
                    .containsExactly("one", "two");
            assertThat(it.headers().lastHeader("y").value()).isNull();
            assertThat(it.headers().lastHeader(DeadLetterReplay.REPLAY_OF).value())
                    .isEqualTo(Long.toString(only().id()).getBytes(UTF_8));
        });
    }

    @Test
    void ofTwoOperatorsOneIsTooLate() throws InterruptedException {
        put("1");
        long id = only().id();
        List<Refusal> refusals = new CopyOnWriteArrayList<>();
        Runnable operator = () -> {
            Refusal refusal = desk.letters().discard(id, "kim", "nobody misses it");
            if (refusal != null) {
                refusals.add(refusal);
            }
        };
        Thread one = Thread.ofPlatform().start(operator);
        Thread other = Thread.ofPlatform().start(operator);
        one.join();
        other.join();

        assertThat(refusals).containsExactly(Refusal.NOT_PARKED);
        assertThat(only().history()).hasSize(1);
    }

    @Test
    void manyLeaveOutWhatCannotBeReplayed() {
        put("1", "2");
        ConsumerRecord<byte[], byte[]> cut = letter(100, "bank-events", "the begin");
        cut.headers().add(DeadLetter.SHORTENED, "900000".getBytes(UTF_8));
        desk.collect(List.of(cut));

        assertThat(desk.letters().replayAll(OF_BANK, "kim", "all")).isEqualTo(2);
        assertThat(desk.letters().replayAll(OF_BANK, "kim", "all")).isZero();
        long id = desk.letters().search(ALL).deadLetters().getFirst().id();
        assertThat(desk.letters().replay(id, "kim", "all")).isEqualTo(Refusal.SHORTENED);
        desk.letters().edit(id, "{}", "kim", "this is all it said");
        assertThat(desk.letters().replay(id, "kim", "all")).isNull();
    }

    @Test
    void manyAreHeldAndDiscardedAtOnceEachWithALineOfHistory() {
        put("1", "2", "3");
        desk.letters().replayAll(OF_BANK, "kim", "they exist now");
        assertThat(desk.letters().holdAll(OF_BANK, "lee", "they do not")).isEqualTo(3);
        desk.forgetWhatWasSaid();
        desk.replay(10).tick();
        assertThat(desk.standingOn("bank-events")).isEmpty();
        var ofOne = new DeadLetters.Which(null, "2", null);
        assertThat(desk.letters().discardAll(ofOne, "lee", "nobody misses it")).isEqualTo(1);
        var ofSaga = new DeadLetters.Which(null, null, Desk.id("2"));
        assertThat(desk.letters().replayAll(ofSaga, "lee", "too late")).isZero();

        List<ParkedLetter.Summary> all = desk.letters().search(ALL).deadLetters();
        assertThat(all)
                .extracting(ParkedLetter.Summary::state)
                .containsExactly(State.PARKED, State.DISCARDED, State.PARKED);
        assertThat(desk.letters().find(all.get(1).id()).orElseThrow().history())
                .extracting(it -> it.kind() + " " + it.by())
                .containsExactly("REPLAYED kim", "HELD lee", "DISCARDED lee");
    }

    @Test
    void whatIsOverIsPurgedAfterItsTimeAndWhatWaitsNever() {
        put("1", "2", "3");
        List<ParkedLetter.Summary> all = desk.letters().search(ALL).deadLetters();
        desk.letters().discard(all.get(0).id(), "kim", "nobody misses it");
        desk.letters().replay(all.get(1).id(), "kim", "again");
        desk.replay(10).tick();
        DeadLetterRetention month = desk.letterRetention(Duration.ofDays(30));

        desk.pass(Duration.ofDays(30));
        month.tick();
        assertThat(desk.letters().search(ALL).deadLetters()).hasSize(3);
        desk.pass(Duration.ofSeconds(1));
        desk.letterRetention(null).tick();
        assertThat(desk.letters().search(ALL).deadLetters()).hasSize(3);
        assertThat(month.tick()).isFalse();

        assertThat(only().id()).isEqualTo(all.get(2).id());
    }

    private static ConsumerRecord<byte[], byte[]> letter(int offset, String topic, String value, String... headers) {
        ConsumerRecord<byte[], byte[]> letter =
                new ConsumerRecord<>(topic + "-dlt", 0, offset, "key".getBytes(UTF_8), value.getBytes(UTF_8));
        letter.headers().add(DeadLetter.SOURCE, (topic + "/0/" + (1_000 + offset)).getBytes(UTF_8));
        letter.headers().add(DeadLetter.SOURCE_TIME, "1000".getBytes(UTF_8));
        letter.headers().add(DeadLetter.REASON, "because".getBytes(UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            letter.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return letter;
    }

    /** The same message at offset 0, written then. */
    private static ConsumerRecord<byte[], byte[]> at(ConsumerRecord<byte[], byte[]> record, long time) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    /** Replies to sagas that do not exist. */
    @SuppressWarnings("unchecked")
    private void put(String... keys) {
        desk.take(java.util.Arrays.stream(keys).map(desk::paid).toArray(ConsumerRecord[]::new));
        desk.collectDeadLetters();
    }

    private ParkedLetter only() {
        List<ParkedLetter.Summary> all = desk.letters().search(ALL).deadLetters();
        assertThat(all).hasSize(1);
        return desk.letters().find(all.getFirst().id()).orElseThrow();
    }
}
