package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.Records;
import io.counterstep.messaging.UnreadableMessageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever a message is delivered to must be among its addressees, else it would be lost on the way to its database. */
class AddresseesTest {

    record Gift(String orderId) {}

    private static final Participant CLUB = new Participant("club", "club-commands", "club-events");
    private static final Records RECORDS = new Records(Desk.FORMAT, "test");
    private static final SagaDefinitions DEFINITIONS =
            new SagaDefinitions(List.of(Purchase.first(), Purchase.second(), Purchase.alsoPaying(), gift()));

    private static final List<String> TYPES = List.of(
            "ORDERED",
            "REGRETTED",
            "PAID",
            "PAY_REFUSED",
            "REFUNDED",
            "SENT",
            "CLOSED",
            "DROPPED",
            "PLEDGED",
            "PLEDGE_KEPT",
            "GIFT_WANTED",
            "WRAPPED",
            "SAGA_UNDO",
            "SAGA_COMPLETED",
            "SAGA_CANCELED",
            "SAGA_UNDONE",
            "TECHNICAL_FAILURE",
            "NONSENSE");

    private static final List<String> TOPICS =
            List.of("shop-events", "bank-events", "club-events", "saga-commands", "saga-events");

    private static final List<String> COMMANDS = List.of(
            "purchase:other/pay/invoke",
            "pledge:other/pledge/invoke",
            "gift:other/purchase/invoke",
            "gift:1/purchase/invoke",
            "gift:1/purchase/compensate",
            "nobody:1/pay/invoke");

    private static SagaDefinition<Gift> gift() {
        return Saga.named("gift", Version.version(1))
                .startedBy(CLUB.event(MessageType.of("GIFT_WANTED", Gift.class)))
                .step("purchase")
                .child(Purchase.first(), it -> "for-" + it.key(), it -> new Purchase.Ordered("for-" + it.key(), "book"))
                .compensate()
                .deadline(Duration.ofMinutes(10))
                .step("wrapping")
                .await(CLUB.event(MessageType.of("WRAPPED", Gift.class)), Duration.ofDays(1))
                .withoutEndings();
    }

    @Test
    void everySagaThatAMessageIsDeliveredToIsOneOfItsAddressees() {
        Interpreter interpreter = new Interpreter(DEFINITIONS, false);
        Addressees addressees = new Addressees(DEFINITIONS);
        Set<String> delivered = new HashSet<>();
        for (String topic : TOPICS) {
            for (String type : TYPES) {
                for (int command = -1; command < COMMANDS.size(); command++) {
                    String named = command < 0 ? null : COMMANDS.get(command);
                    for (IncomingMessage message : List.of(
                            message(topic, type, named, Records.ID),
                            message(topic, type, named, Records.IN_REPLY_TO))) {
                        List<SagaId> sagas = sagas(interpreter, message);
                        assertThat(addressees.of(message))
                                .as("%s on %s for %s", type, topic, named)
                                .containsAll(sagas);
                        if (!sagas.isEmpty()) {
                            delivered.add(type);
                        }
                    }
                }
            }
        }
        assertThat(TYPES).filteredOn(it -> !delivered.contains(it)).containsExactly("NONSENSE");
    }

    @Test
    void aPlainReplyIsForOneSagaOfEachDefinitionThatKnowsIt() {
        assertThat(new Addressees(DEFINITIONS).of(message("bank-events", "REFUNDED", null, Records.ID)))
                .containsExactlyInAnyOrder(new SagaId("purchase", "1"), new SagaId("pledge", "1"));
    }

    private static List<SagaId> sagas(Interpreter interpreter, IncomingMessage message) {
        try {
            return interpreter.interpret(message).stream().map(Delivery::saga).toList();
        } catch (UnreadableMessageException forNobody) {
            return List.of();
        }
    }

    private static IncomingMessage message(String topic, String type, @Nullable String command, String header) {
        String body = """
                {"orderId":"1","status":"%s","item":"book","saga":"purchase","reason":"broken"}""".formatted(type);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 0, 0, "1".getBytes(UTF_8), body.getBytes(UTF_8));
        if (command != null) {
            record.headers().add(header, command.getBytes(UTF_8));
        }
        return RECORDS.read(record);
    }
}
