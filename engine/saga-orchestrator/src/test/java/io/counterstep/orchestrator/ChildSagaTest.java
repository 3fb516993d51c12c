package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A saga that starts a purchase as its child, by records alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChildSagaTest {

    private static final Participant CLUB = new Participant("club", "club-commands", "club-events");
    private static final Event<Gift> GIFT = CLUB.event(MessageType.of("GIFT_WANTED", Gift.class));
    private static final Event<Gift> UNWANTED = CLUB.event(MessageType.of("GIFT_UNWANTED", Gift.class));
    private static final Event<Gift> WRAPPED = CLUB.event(MessageType.of("GIFT_WRAPPED", Gift.class));

    static final SagaId PARENT = new SagaId("gift", "1");
    static final SagaId CHILD = Desk.id("for-1");

    private final Desk desk = new Desk(databases());

    int databases() {
        return 1;
    }

    record Gift(String orderId) {}

    static SagaDefinition<Gift> gift() {
        return Saga.named("gift", Version.version(1))
                .startedBy(GIFT)
                .canceledBy(UNWANTED)
                .step("purchase")
                .child(Purchase.first(), it -> "for-" + it.key(), it -> new Purchase.Ordered("for-" + it.key(), "book"))
                .compensate()
                .deadline(Duration.ofMinutes(10))
                .step("wrapping")
                .await(WRAPPED, Duration.ofDays(1))
                .withoutEndings();
    }

    @BeforeEach
    void runsBoth() {
        desk.clear();
        desk.runs(Purchase.first(), gift());
        desk.take(desk.record("club-events", "GIFT_WANTED", "1", null, ""));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private void childCompletes() {
        desk.relay("saga-commands");
        desk.take(desk.paid(CHILD.key()));
        desk.take(desk.sent(CHILD.key()));
        desk.take(desk.closed(CHILD.key()));
    }

    @Test
    void theParentGoesOnWhenItsChildHasCompleted() {
        assertThat(desk.said()).containsExactly("ORDERED for-1");
        childCompletes();
        assertThat(desk.state(CHILD)).isEqualTo("COMPLETED");
        assertThat(desk.state(PARENT)).isEqualTo("RUNNING purchase/invoke");

        desk.relay("saga-events");

        assertThat(desk.state(PARENT)).isEqualTo("RUNNING wrapping/invoke");
        assertThat(desk.queries().find(CHILD).orElseThrow().parent()).isEqualTo("gift:1/purchase/invoke");
        desk.take(desk.record("club-events", "GIFT_WRAPPED", "1", null, ""));
        assertThat(desk.state(PARENT)).isEqualTo("COMPLETED");
    }

    @Test
    void aChildThatUndidItselfTurnsItsParentBack() {
        desk.relay("saga-commands");
        desk.take(desk.record("bank-events", "PAY_REFUSED", CHILD.key(), pay(), ",\"reason\":\"no money\""));
        desk.take(desk.reply("shop-events", "DROPPED", CHILD.key(), "cancel/invoke"));

        desk.relay("saga-events");

        assertThat(desk.state(PARENT)).isEqualTo("CANCELED");
        assertThat(desk.queries().find(PARENT).orElseThrow().reason()).contains("SAGA_CANCELED", "no money");
    }

    @Test
    void aChildThatCompletedIsUndoneWithItsParent() {
        childCompletes();
        desk.relay("saga-events");
        desk.forgetWhatWasSaid();

        desk.take(desk.record("club-events", "GIFT_UNWANTED", "1", null, ""));
        desk.relay("saga-commands");

        assertThat(desk.state(CHILD)).isEqualTo("COMPENSATING send/compensate");
        desk.take(desk.reply("post-events", "RECALLED", CHILD.key(), "send/compensate"));
        desk.take(desk.reply("bank-events", "REFUNDED", CHILD.key(), "pay/compensate"));
        desk.take(desk.reply("shop-events", "DROPPED", CHILD.key(), "cancel/invoke"));
        desk.relay("saga-events");
        assertThat(desk.said())
                .containsExactly("SAGA_UNDO for-1", "RECALL for-1", "REFUND for-1", "DROP for-1", "SAGA_UNDONE 1");
        assertThat(desk.state(CHILD)).isEqualTo("CANCELED");
        assertThat(desk.state(PARENT)).isEqualTo("CANCELED");
    }

    @Test
    void anUndoBeforeTheStartLeavesATombstone() {
        CommandId undo = CommandId.parse("gift:1/purchase/compensate");
        var record = desk.record("saga-commands", "SAGA_UNDO", CHILD.key(), null, ",\"saga\":\"purchase\"");
        Desk.identify(record, undo);
        desk.take(record);
        desk.relay("saga-commands");

        assertThat(desk.state(CHILD)).isEqualTo("CANCELED");
        assertThat(desk.said()).containsExactly("ORDERED for-1", "SAGA_UNDONE 1", "SAGA_CANCELED 1");
    }

    @Test
    void aLostEndIsToldAgainWhenTheParentAsksAgain() {
        childCompletes();
        desk.forgetWhatWasSaid();
        desk.pass(Duration.ofMinutes(2));

        desk.checks(10).tick();
        desk.relay("saga-commands");
        desk.relay("saga-events");

        assertThat(desk.said()).containsExactly("ORDERED for-1", "SAGA_COMPLETED 1");
        assertThat(desk.state(PARENT)).isEqualTo("RUNNING wrapping/invoke");
    }

    @Test
    void aCommandToAChildThatIsNotKnownIsADeadLetter() {
        var record = desk.record("saga-commands", "GIFT_WANTED", "9", null, "");
        Desk.identify(record, CommandId.parse("gift:9/purchase/invoke"));

        desk.take(record, desk.record("saga-commands", "SAGA_UNDO", "9", null, ",\"saga\":\"rental\""));

        assertThat(desk.deadLetters())
                .hasSize(2)
                .anySatisfy(it -> assertThat(it).contains("starts no child saga that is known here"))
                .anySatisfy(it -> assertThat(it).contains("must have the parent's command as its id"));
    }

    private static CommandId pay() {
        return CommandId.parse(CHILD + "/pay/invoke");
    }
}
