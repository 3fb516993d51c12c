package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.ParkedLetter.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** More dead letters than are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterRoomTest {

    private static final int MAX = 3;

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
    void beyondTheBoundTheyStayOnTheirTopicUntilThereIsRoomAndNoneIsLost() {
        DeadLetterRoom room = desk.letterRoom(MAX);
        List<ConsumerRecord<byte[], byte[]>> topic = letters(5);

        topic = topic.subList(desk.collect(topic, room), topic.size());
        assertThat(topic).hasSize(2);
        topic = topic.subList(desk.collect(topic, room), topic.size());
        assertThat(topic).hasSize(2);
        assertThat(room.isFull()).isTrue();
        assertThat(room.parked()).isEqualTo(MAX);

        discardOldest();
        assertThat(room.isFull()).as("though nothing was read since").isFalse();
        topic = topic.subList(desk.collect(topic, room), topic.size());
        assertThat(topic).hasSize(1);
        discardOldest();
        assertThat(desk.collect(topic, room)).isEqualTo(1);

        assertThat(sources()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void whatIsOverTakesNoRoom() {
        desk.collect(letters(MAX));
        var all = new DeadLetters.Which("bank-events", null, null);
        desk.letters().discardAll(all, "kim", "nobody misses them");

        assertThat(desk.letterRoom(MAX).left()).isEqualTo(MAX);
    }

    private void discardOldest() {
        ParkedLetter.Summary oldest = desk.letters()
                .search(new LetterFilter(State.PARKED, null, null, null, null, 100))
                .deadLetters()
                .getLast();
        assertThat(desk.letters().discard(oldest.id(), "kim", "nobody misses it"))
                .isNull();
    }

    private List<String> sources() {
        return desk.letters().search(LetterFilter.any(100)).deadLetters().stream()
                .map(ParkedLetter.Summary::source)
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(i -> letters.add(new ConsumerRecord<>("bank-events-dlt", 0, i, null, new byte[] {1})));
        letters.forEach(it -> it.headers().add("dead-letter-source", ("bank-events/0/" + it.offset()).getBytes()));
        return letters;
    }
}
