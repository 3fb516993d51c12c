package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.RawProducer;
import io.counterstep.systemtests.support.Shop;
import java.util.EnumSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A reply that its saga waits for arrives broken; an operator mends it. Nobody else answers for the payment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MendedReplyTest {

    private static final String PATH = "/api/dead-letters";

    @SuppressWarnings("NullAway.Init")
    private LocalSystem system;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @BeforeAll
    void start() {
        system = LocalSystem.start(
                LocalOptions.temporary().withServices(EnumSet.complementOf(EnumSet.of(Service.PAYMENT))));
        shop = new Shop(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void aBrokenReplyIsEditedAndReplayedAndItsSagaGoesOn() {
        String id = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitStep(id, "payment");
        ProducerRecord<byte[], byte[]> broken =
                new ProducerRecord<>("payment-events", null, id.getBytes(UTF_8), "{\"orderId\":".getBytes(UTF_8));
        broken.headers().add("ce_inreplyto", ("fulfil-order:" + id + "/payment/invoke").getBytes(UTF_8));
        try (RawProducer producer = new RawProducer(system)) {
            producer.send(broken);
        }

        JsonNode letter = await("the reply is parked")
                .atMost(Shop.PATIENCE)
                .until(
                        () -> shop.get(Service.ORCHESTRATOR, PATH + "?saga=fulfil-order:" + id)
                                .body()
                                .get("deadLetters")
                                .path(0),
                        it -> !it.isMissingNode());
        assertThat(letter.get("reason").asString()).contains("no JSON object");
        String path = PATH + "/" + letter.get("id").asLong();
        assertThat(shop.saga(id).get("step").asString()).isEqualTo("payment");
        String edit = """
                {"by":"dana","why":"it was cut off","body":"{\\"orderId\\":\\"%s\\",\\"status\\":\\"PAYMENT_SUCCESS\\"}"}""".formatted(id);
        assertThat(shop.post(Service.ORCHESTRATOR, path + "/edit", edit).status())
                .isEqualTo(200);
        assertThat(shop.post(Service.ORCHESTRATOR, path + "/replay", "{\"by\":\"dana\",\"why\":\"mended\"}")
                        .status())
                .isEqualTo(200);

        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
    }
}
