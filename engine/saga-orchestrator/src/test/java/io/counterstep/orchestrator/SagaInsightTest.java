package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.message.CommandId;
import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Reader;
import io.counterstep.messaging.Whereabouts.Wanted;
import io.counterstep.orchestrator.SagaMessages.Message;
import io.counterstep.orchestrator.Why.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is looked up to say why a saga is where it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaInsightTest {

    private static final List<Reader> READERS = List.of(new Reader("bank-bank", 7, 1));

    private final Desk desk = new Desk();
    private final List<Wanted> asked = new ArrayList<>();

    @BeforeEach
    void empty() {
        desk.clear();
        asked.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private SagaInsight insight() {
        return new SagaInsight(
                desk.definitions(),
                desk.stores,
                Desk.FORMAT,
                desk.gates(),
                desk.letters(),
                desk.queries(),
                this::kafka,
                desk::now);
    }

    private Map<String, Found> kafka(Collection<Wanted> wanted) {
        asked.addAll(wanted);
        Map<String, Found> found = new HashMap<>();
        wanted.forEach(it -> found.put(it.id(), new Found(0, 7L, READERS, null)));
        return found;
    }

    private Why.Wait only(String key) {
        Why why = insight().why(Desk.id(key)).orElseThrow();
        assertThat(why.waits()).hasSize(1);
        return why.waits().getFirst();
    }

    @Test
    void theCommandIsSearchedForByItsTopicKeyAndIdSinceItWasFirstSaid() {
        desk.take(desk.ordered("1"));
        desk.pass(Purchase.RESENT);
        desk.checks(10).tick();

        Why.Wait wait = only("1");

        assertThat(asked).containsExactly(new Wanted("bank-commands", "1", "purchase:1/pay/invoke", Desk.NOON));
        assertThat(wait.reason()).isEqualTo(Reason.NOT_READ);
        assertThat(wait.command()).isNotNull().satisfies(it -> {
            assertThat(it.attempts()).isEqualTo(2);
            assertThat(it.offset()).isEqualTo(7);
            assertThat(it.lastSaidAt()).isEqualTo(desk.now());
        });
        assertThat(wait.operations()).containsExactly("retry", "resolve", "compensate");
        assertThat(wait.answers()).containsExactly("PAID", "PAY_REFUSED");
    }

    @Test
    void whatAGateHoldsIsNotSearchedForAndTheGateIsNamed() {
        desk.gates().pause(Gate.Kind.PARTICIPANT, "bank", "dana", "stocktaking");
        desk.take(desk.ordered("1"));

        Why.Wait wait = only("1");

        assertThat(asked).isEmpty();
        assertThat(wait.reason()).isEqualTo(Reason.HELD_BY_GATE);
        assertThat(wait.sentence())
                .isEqualTo("PAY is held: participant 'bank' was paused just now by dana: stocktaking.");
    }

    @Test
    void aDeadLetterOfTheCommandIsFoundAndOneOfAnotherStepIsNot() {
        desk.take(desk.ordered("1"));
        desk.collect(List.of(letter("bank-commands-dlt", "PAY", "pay"), letter("post-commands-dlt", "SEND", "send")));

        Why.Wait wait = only("1");

        assertThat(wait.reason()).isEqualTo(Reason.DEAD_LETTER);
        assertThat(wait.deadLetters())
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(ParkedLetter.State.PARKED));
    }

    private ConsumerRecord<byte[], byte[]> letter(String topic, String type, String step) {
        ConsumerRecord<byte[], byte[]> letter = desk.record(topic, type, "1", null, "");
        Desk.identify(letter, CommandId.parse("purchase:1/" + step + "/invoke"));
        return letter;
    }

    @Test
    void aChildIsNamedWithWhereItStands() {
        desk.runs(Purchase.first(), ChildSagaTest.gift());
        desk.take(desk.record("club-events", "GIFT_WANTED", "1", null, ""));
        assertThat(child().state()).isNull();

        desk.relay("saga-commands");

        assertThat(child()).isEqualTo(new Why.Child("purchase:for-1", "RUNNING", "pay"));
        assertThat(asked).extracting(Wanted::key).as("the child's key").containsOnly("for-1");
    }

    private Why.Child child() {
        Why.Wait wait =
                insight().why(ChildSagaTest.PARENT).orElseThrow().waits().getFirst();
        assertThat(wait.reason()).isEqualTo(Reason.CHILD);
        return Objects.requireNonNull(wait.child());
    }

    @Test
    void aSagaThatIsOverAsksNobody() {
        desk.take(desk.ordered("1"), desk.paid("1"), desk.sent("1"), desk.closed("1"));

        Why why = insight().why(Desk.id("1")).orElseThrow();

        assertThat(why.sentence()).isEqualTo("Completed just now, less than 1 s after its start.");
        assertThat(asked).isEmpty();
    }

    @Test
    void aSagaWhoseVersionIsNotHereIsExplainedAsFarAsItCanBe() {
        desk.take(desk.ordered("1"));
        desk.jdbc.update("update saga set version = 99 where business_key = '1'");

        assertThat(only("1").reason()).isEqualTo(Reason.VERSION_NOT_HERE);
        assertThat(insight().messages(Desk.id("1")).orElseThrow().messages())
                .extracting(Message::note)
                .last()
                .isEqualTo("version 99 of 'purchase' is not here: ask another instance");
    }

    @Test
    void aSagaThatIsNotThereIsSaidNotToBe() {
        assertThat(insight().why(Desk.id("nobody"))).isEmpty();
        assertThat(insight().messages(Desk.id("nobody"))).isEmpty();
    }

    @Test
    void whatWasSaidIsBuiltAsItWasPublished() {
        desk.take(desk.ordered("1"), desk.paid("1"));
        desk.pass(Duration.ofMinutes(1));
        desk.checks(10).tick();

        SagaMessages messages = insight().messages(Desk.id("1")).orElseThrow();

        assertThat(messages.messages())
                .extracting(it -> it.direction() + " " + it.type())
                .containsExactly("IN ORDERED", "OUT PAY", "IN PAID", "OUT SEND", "OUT RECALL");
        messages.messages().stream()
                .filter(it -> it.direction() == SagaMessages.Direction.OUT)
                .forEach(it -> assertThat(it.body())
                        .isEqualTo(desk.published(it.type()).getFirst().body().toString()));
        assertThat(messages.shortened()).isFalse();
    }

    @Test
    void ofALongHistoryTheEndIsTold() {
        desk.take(desk.ordered("1"));
        desk.jdbc.update("""
                insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)
                select saga_id, n, at, 'COMMAND_RESENT', 'pay', 'RUNNING', 'RUNNING', null, 'PAY', null
                from saga_history, generate_series(2, ?) as n""", SagaInsight.MAX_LINES + 1);

        SagaMessages messages = insight().messages(Desk.id("1")).orElseThrow();

        assertThat(messages.messages()).hasSize(SagaInsight.MAX_LINES);
        assertThat(messages.messages().getLast().revision()).isEqualTo(SagaInsight.MAX_LINES + 1);
        assertThat(messages.shortened()).isTrue();
    }
}
