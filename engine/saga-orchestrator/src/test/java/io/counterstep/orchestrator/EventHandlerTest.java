package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.message.CommandId;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Starts and replies on a real PostgreSQL: G5 (late replies), G7 (duplicates, strangers), G8 (poison). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventHandlerTest {

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
    void aSagaRunsToItsEndAndItsHistoryTellsTheWholeStory() {
        desk.take(desk.ordered("1"));
        desk.take(desk.paid("1"));
        desk.take(desk.sent("1"));
        desk.take(desk.closed("1"));

        assertThat(desk.state("1")).isEqualTo("COMPLETED");
        assertThat(desk.said()).containsExactly("PAY 1", "SEND 1", "CLOSE 1");
        assertThat(desk.nextCheckAt("1")).isNull();
        assertThat(desk.queries().history(Desk.id("1")).orElseThrow().transitions())
                .containsExactly(
                        entry(1, "STARTED", "pay", "RUNNING", "ORDERED", "PAY"),
                        entry(2, "STEP_SUCCEEDED", "pay", "RUNNING", "PAID", "SEND"),
                        entry(3, "STEP_SUCCEEDED", "send", "RUNNING", "SENT", "CLOSE"),
                        new SagaView.Entry(
                                4,
                                desk.now(),
                                "COMPLETED",
                                "complete",
                                "RUNNING",
                                "COMPLETED",
                                "CLOSED",
                                List.of(),
                                null));
    }

    private SagaView.Entry entry(int revision, String kind, String step, String state, String message, String says) {
        return new SagaView.Entry(revision, desk.now(), kind, step, state, state, message, List.of(says), null);
    }

    @Test
    void aRefusalTurnsTheSagaBackAndTheReasonIsKept() {
        desk.take(desk.ordered("1"), desk.paid("1"));
        desk.take(desk.record(
                "post-events", "SEND_REFUSED", "1", command("1", "send/invoke"), ",\"reason\":\"no carrier\""));
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");

        desk.take(desk.reply("bank-events", "REFUNDED", "1", "pay/compensate"));
        desk.take(desk.reply("shop-events", "DROPPED", "1", "cancel/invoke"));

        assertThat(desk.said()).containsExactly("PAY 1", "SEND 1", "REFUND 1", "DROP 1");
        assertThat(desk.queries().find(Desk.id("1")).orElseThrow().reason()).isEqualTo("SEND_REFUSED: no carrier");
        assertThat(desk.queries().history(Desk.id("1")).orElseThrow().transitions())
                .extracting(SagaView.Entry::kind, SagaView.Entry::to, SagaView.Entry::detail)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("STEP_REFUSED", "COMPENSATING", "SEND_REFUSED: no carrier"),
                        org.assertj.core.groups.Tuple.tuple("CANCELED", "CANCELED", "SEND_REFUSED: no carrier"));
    }

    @Test
    void aBatchOfStartsAndRepliesIsOneTransaction() {
        desk.take(IntStream.range(0, 50)
                .mapToObj(i -> List.of(desk.ordered("k" + i), desk.paid("k" + i)))
                .flatMap(List::stream)
                .toArray(EventHandlerTest::records));

        assertThat(desk.jdbc.queryForObject("select count(distinct xmin::text) from saga", Integer.class))
                .isEqualTo(1);
        assertThat(desk.jdbc.queryForObject("select count(*) from saga where step = 'send'", Integer.class))
                .isEqualTo(50);
        assertThat(desk.jdbc.queryForObject("select count(*) from saga_history", Integer.class))
                .isEqualTo(100);
        assertThat(desk.said()).hasSize(100).contains("PAY k0", "SEND k49");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ConsumerRecord<byte[], byte[]>[] records(int size) {
        return new ConsumerRecord[size];
    }

    @Test
    void aRedeliveredStartSaysAgainWhatTheCrashSwallowed() {
        ConsumerRecord<byte[], byte[]> start = desk.ordered("1");
        desk.brokerIsAway();
        assertThatThrownBy(() -> desk.take(start)).isInstanceOf(KafkaException.class);
        assertThat(desk.state("1")).as("committed before publishing").isEqualTo("RUNNING pay/invoke");
        desk.brokerIsBack();

        desk.take(start);

        assertThat(desk.said()).containsExactly("PAY 1");
        assertThat(desk.kinds("1")).containsExactly("STARTED");
    }

    @Test
    void aRedeliveredReplySaysAgainWhatTheCrashSwallowed() {
        desk.take(desk.ordered("1"));
        ConsumerRecord<byte[], byte[]> paid = desk.paid("1");
        desk.brokerIsAway();
        assertThatThrownBy(() -> desk.take(paid)).isInstanceOf(KafkaException.class);
        desk.brokerIsBack();

        desk.take(paid);

        assertThat(desk.said()).containsExactly("PAY 1", "SEND 1");
        assertThat(desk.kinds("1")).containsExactly("STARTED", "STEP_SUCCEEDED");
    }

    @Test
    void aDuplicateAtAnotherOffsetSaysNothingAndIsCounted() {
        desk.take(desk.ordered("1"), desk.ordered("1"));
        desk.take(desk.paid("1"), desk.paid("1"));
        desk.take(desk.paid("1"), desk.ordered("1"));

        assertThat(desk.said()).containsExactly("PAY 1", "SEND 1");
        assertThat(desk.ignored())
                .containsExactlyInAnyOrder("DUPLICATE_START", "STALE_REPLY", "STALE_REPLY", "DUPLICATE_START");
        assertThat(desk.deadLetters()).isEmpty();
    }

    @Test
    void aReplyThatComesAfterTheSagaTurnedBackChangesNothing() {
        desk.take(desk.ordered("1"));
        desk.take(desk.record("shop-events", "REGRETTED", "1", null, ""));
        String turned = desk.state("1");

        desk.take(desk.paid("1"));

        assertThat(turned).isEqualTo("COMPENSATING pay/compensate");
        assertThat(desk.state("1")).isEqualTo(turned);
        assertThat(desk.ignored()).containsExactly("STALE_REPLY");
    }

    @Test
    void whatMeansNothingToAnySagaIsDeadLetteredWithTheReasonAndTheOthersAreHandled() {
        desk.take(
                desk.record("shop-events", "SHOP_PAINTED", "1", null, ""),
                desk.paid("ghost"),
                desk.record("bank-events", "TECHNICAL_FAILURE", "1", null, ""),
                desk.record("bank-events", "PAID", "1", CommandId.parse("rental:1/pay/invoke"), ""),
                desk.record("shop-events", "ORDERED", "2", null, ",\"item\":[]"),
                desk.ordered("3"));

        assertThat(desk.deadLetters())
                .containsExactlyInAnyOrder(
                        "shop-events-dlt: no saga knows a message of type SHOP_PAINTED",
                        "bank-events-dlt: there is no saga purchase:ghost",
                        "bank-events-dlt: TECHNICAL_FAILURE does not say which command it answers",
                        "bank-events-dlt: Done answers rental:1/pay/invoke, a saga not known here",
                        desk.deadLetters().stream()
                                .filter(it -> it.startsWith("shop-events-dlt: body is no ORDERED"))
                                .findFirst()
                                .orElse("a dead letter for the body that does not fit"));
        assertThat(desk.said()).containsExactly("PAY 3");
    }

    @Test
    void aWishToCancelAnUnknownSagaIsIgnored() {
        desk.take(desk.record("shop-events", "REGRETTED", "1", null, ""));

        assertThat(desk.deadLetters()).isEmpty();
        assertThat(desk.ignored()).containsExactly("UNKNOWN_SAGA");
    }

    @Test
    void aReplyOffItsTopicCountsUnlessTopicsAreStrict() {
        desk.take(desk.ordered("1"), desk.ordered("2"));

        desk.loop(false).onMessage(List.of(desk.reply("shop-events", "PAID", "1", "pay/invoke")));
        desk.loop(true).onMessage(List.of(desk.reply("shop-events", "PAID", "2", "pay/invoke")));

        assertThat(desk.state("1")).isEqualTo("RUNNING send/invoke");
        assertThat(desk.state("2")).isEqualTo("RUNNING pay/invoke");
        assertThat(desk.deadLetters())
                .containsExactly("shop-events-dlt: PAID is answered on bank-events, not on shop-events"
                        + " (counterstep.strict-topics is on)");
    }

    @Test
    void aReplyThatSaysNothingButItsTypeAndKeyIsMatched() {
        desk.take(desk.ordered("1"));

        desk.take(desk.record("bank-events", "PAID", "1", null, ""));

        assertThat(desk.state("1")).isEqualTo("RUNNING send/invoke");
    }

    @Test
    void aSagaThatCannotBeDecidedIsDeadLetteredAloneAndKeepsItsState() {
        desk.take(desk.ordered("good"), desk.ordered("bad"));
        desk.jdbc.update("update saga set version = 99 where business_key = 'bad'");
        desk.restarts();

        desk.take(desk.record("shop-events", "REGRETTED", "bad", null, ""), desk.paid("good"));

        assertThat(desk.state("good")).isEqualTo("RUNNING send/invoke");
        assertThat(desk.state("bad")).isEqualTo("RUNNING pay/invoke");
        assertThat(desk.deadLetters()).singleElement().asString().contains("'purchase' version 99");
    }

    @Test
    void aCommandThatCannotBeBuiltKeepsTheMessageThatCausedItAndNeedsAttention() {
        desk.take(desk.ordered("bad", Purchase.CURSED));

        desk.take(desk.record("shop-events", "REGRETTED", "bad", null, ""));

        assertThat(desk.state("bad")).isEqualTo("NEEDS_ATTENTION pay/compensate");
        assertThat(desk.deadLetters()).isEmpty();
    }

    @Test
    void aCommandThatIsTooLargeNeedsAttentionAndItsSagaKeepsWhatItLearned() {
        desk.take(desk.ordered("large", Purchase.BULKY), desk.ordered("good"));

        desk.take(desk.paid("large"), desk.paid("good"));

        assertThat(desk.state("large")).isEqualTo("NEEDS_ATTENTION send/invoke");
        assertThat(desk.queries().find(Desk.id("large")).orElseThrow().reason())
                .contains("cannot be sent", "the most allowed is");
        assertThat(desk.kinds("large")).containsExactly("STARTED", "STEP_SUCCEEDED", "ATTENTION_NEEDED");
        assertThat(desk.state("good")).isEqualTo("RUNNING send/invoke");
        assertThat(desk.said()).doesNotContain("SEND large").contains("SEND good");
    }

    private static CommandId command(String key, String stepAndAction) {
        return CommandId.parse(Desk.id(key) + "/" + stepAndAction);
    }
}
