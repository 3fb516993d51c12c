package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The payment service is left out, and a foreign one that knows nothing of Counterstep takes its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignPaymentTest {

    private static final int ORDERS_AT_ONCE = 12;

    @SuppressWarnings("NullAway.Init")
    private LocalSystem system;

    @SuppressWarnings("NullAway.Init")
    private ForeignPayment payment;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @BeforeAll
    void start() {
        system = LocalSystem.start(
                LocalOptions.temporary().withServices(EnumSet.complementOf(EnumSet.of(Service.PAYMENT))));
        payment = new ForeignPayment(system);
        shop = new Shop(system);
    }

    @AfterAll
    void end() {
        try {
            payment.close();
        } finally {
            system.close();
        }
    }

    @Test
    void itsSuccessCompletesTheOrder() {
        String id = shop.order("alice", "KR", line("KEYBOARD", 1));

        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(payment.paymentOf(id)).isEqualTo("CHARGED");
        assertThat(payment.commands(id, "PAYMENT_CANCEL")).isZero();
        Told reply = said(id, "payment-events", "PAYMENT_SUCCESS");
        assertThat(reply.key()).isNull();
        assertThat(reply.headers()).isEmpty();
    }

    @Test
    void itsFailureOnTheOrderTopicCancelsTheOrder() {
        String id = shop.order("bankrupt", "KR", line("KEYBOARD", 1));
        JsonNode order = shop.awaitFinal(id);

        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        assertThat(order.get("reason").asString()).isEqualTo("PAYMENT_FAILED");
        assertThat(payment.paymentOf(id)).isEqualTo("REFUSED");
        said(id, "order-events", "PAYMENT_FAILED");
        assertThat(shop.get(Service.INVENTORY, "/reservations/" + id).status()).isEqualTo(404);
    }

    @Test
    void itIsAskedToRefundWhatALaterStepRefused() {
        String id = shop.order("alice", "KR", line("OUT-OF-STOCK", 1));

        assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("CANCELED");
        assertThat(payment.paymentOf(id)).isEqualTo("REFUNDED");
        said(id, "payment-events", "PAYMENT_CANCELED");
    }

    @Test
    void anAnswerAsLongAndAsDeepAsItMayBeDoesNotStopTheOrder() {
        String completing = shop.order("bob", "KR", line("KEYBOARD", 1));
        String undone = shop.order("bob", "AQ", line("KEYBOARD", 1));

        assertThat(shop.awaitFinal(completing).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(shop.awaitFinal(undone).get("status").asString()).isEqualTo("CANCELED");
    }

    @Test
    void aReasonThatNoTextColumnTakesIsCutOffAndCancelsTheOrder() {
        String id = shop.order("carol", "KR", line("KEYBOARD", 1));

        JsonNode order = shop.awaitFinal(id);
        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        assertThat(order.get("reason").asString())
                .startsWith("PAYMENT_FAILED: no!?!!!")
                .hasSizeLessThan(1_100);
    }

    @Test
    void itsAnswersFindTheirOrdersOnWhicheverPartitionTheyCome() {
        List<String> completing = orders("KR");
        List<String> undone = orders("AQ");

        assertThat(completing).allSatisfy(id -> {
            assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("COMPLETED");
            assertThat(payment.paymentOf(id)).isEqualTo("CHARGED");
        });
        assertThat(undone).allSatisfy(id -> {
            assertThat(shop.awaitFinal(id).get("status").asString()).isEqualTo("CANCELED");
            assertThat(payment.paymentOf(id)).isEqualTo("REFUNDED");
        });
        assertThat(new TopicReader(system).read(TopicReader.DEAD_LETTER_TOPICS))
                .extracting(Told::orderId)
                .doesNotContainAnyElementsOf(completing)
                .doesNotContainAnyElementsOf(undone);
        assertThat(new Conservation(system).stockViolations()).isEmpty();
    }

    private List<String> orders(String country) {
        return Stream.generate(() -> shop.order("alice", country, line("MOUSE", 1)))
                .limit(ORDERS_AT_ONCE)
                .toList();
    }

    private Told said(String orderId, String topic, String status) {
        List<Told> all = new TopicReader(system)
                .about(orderId).stream()
                        .filter(it -> it.topic().equals(topic) && it.status().equals(status))
                        .toList();
        assertThat(all).as("%s on %s", status, topic).hasSize(1);
        return all.getFirst();
    }
}
