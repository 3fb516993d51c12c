package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.TopicReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The four flows of the design's third section: their records, and what each service holds at their end. */
@OnSharedSystem
class FlowsTest {

    private final LocalSystem system;
    private final Shop shop;
    private final TopicReader topics;

    FlowsTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
        this.topics = new TopicReader(system);
    }

    @Test
    void anOrderThatCanBeFulfilledIsPaidReservedShippedAndCompleted() {
        Before before = before("alice", "KEYBOARD");
        String id = shop.order("alice", "KR", line("KEYBOARD", 2));
        JsonNode order = shop.awaitFinal(id);

        new Flow(id, topics.about(id))
                .isExactly(
                        "order-events ORDER_CREATED",
                        "payment-commands PAYMENT_REQUESTED",
                        "payment-events PAYMENT_SUCCESS",
                        "inventory-commands INVENTORY_REQUESTED",
                        "inventory-events INVENTORY_SUCCESS",
                        "shipping-commands SHIPPING_REQUESTED",
                        "shipping-events SHIPPING_SUCCESS",
                        "order-commands ORDER_COMPLETE",
                        "order-events ORDER_COMPLETED")
                .says("PAYMENT_REQUESTED", """
                        ,"customerId":"alice","amount":{"currency":"KRW","minorUnits":258000}}""")
                .says("INVENTORY_REQUESTED", """
                        ,"lines":[{"sku":"KEYBOARD","quantity":2}]}""")
                .says("ORDER_COMPLETE", "}")
                .says("ORDER_COMPLETED", "}");
        assertThat(topics.deadLettersAbout(id)).isEmpty();

        assertThat(order.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(order.has("reason")).isFalse();
        assertThat(order.get("total").get("minorUnits").asLong()).isEqualTo(258_000);
        assertThat(order.has("finishedAt")).isTrue();
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("CHARGED");
        assertThat(shop.reservation(id).get("status").asString()).isEqualTo("RESERVED");
        assertThat(shop.shipment(id).get("status").asString()).isEqualTo("BOOKED");
        assertThat(shop.shipment(id).get("trackingNumber").asString()).isEqualTo("HBX-" + id);
        assertThat(shop.balance("alice")).isEqualTo(before.balance() - 258_000);
        assertThat(shop.stock("KEYBOARD").get("reserved").asLong()).isEqualTo(before.reserved() + 2);
        assertThat(shop.stock("KEYBOARD").get("available").asLong()).isEqualTo(before.available() - 2);
        assertThat(historyOf(id))
                .containsExactly(
                        "1 STARTED payment RUNNING>RUNNING ORDER_CREATED>PAYMENT_REQUESTED",
                        "2 STEP_SUCCEEDED payment RUNNING>RUNNING PAYMENT_SUCCESS>INVENTORY_REQUESTED",
                        "3 STEP_SUCCEEDED inventory RUNNING>RUNNING INVENTORY_SUCCESS>SHIPPING_REQUESTED",
                        "4 STEP_SUCCEEDED shipping RUNNING>RUNNING SHIPPING_SUCCESS>ORDER_COMPLETE",
                        "5 COMPLETED complete RUNNING>COMPLETED ORDER_COMPLETED>");
        new Conservation(system).assertHolds();
    }

    @Test
    void anOrderThatCannotBePaidIsCanceledAtOnce() {
        String id = shop.order("bankrupt", "KR", line("KEYBOARD", 1));
        String reason = canceledReason(shop.awaitFinal(id));

        new Flow(id, topics.about(id))
                .isExactly(
                        "order-events ORDER_CREATED",
                        "payment-commands PAYMENT_REQUESTED",
                        "payment-events PAYMENT_FAILED",
                        "order-commands ORDER_CANCEL",
                        "order-events ORDER_CANCELED");
        assertThat(topics.deadLettersAbout(id)).isEmpty();

        assertThat(reason).startsWith("PAYMENT_FAILED: ");
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("REFUSED");
        assertThat(shop.balance("bankrupt")).isZero();
        assertThat(shop.get(Service.INVENTORY, "/reservations/" + id).status()).isEqualTo(404);
        assertThat(shop.get(Service.SHIPPING, "/shipments/" + id).status()).isEqualTo(404);
        assertThat(historyOf(id))
                .containsExactly(
                        "1 STARTED payment RUNNING>RUNNING ORDER_CREATED>PAYMENT_REQUESTED",
                        "2 STEP_REFUSED payment RUNNING>COMPENSATING PAYMENT_FAILED>ORDER_CANCEL",
                        "3 CANCELED cancel COMPENSATING>CANCELED ORDER_CANCELED>");
        new Conservation(system).assertHolds();
    }

    @Test
    void anOrderOfWhatIsNotThereIsRefundedThenCanceled() {
        Before before = before("bob", "OUT-OF-STOCK");
        String id = shop.order("bob", "KR", line("OUT-OF-STOCK", 1));
        String reason = canceledReason(shop.awaitFinal(id));

        new Flow(id, topics.about(id))
                .isExactly(
                        "order-events ORDER_CREATED",
                        "payment-commands PAYMENT_REQUESTED",
                        "payment-events PAYMENT_SUCCESS",
                        "inventory-commands INVENTORY_REQUESTED",
                        "inventory-events INVENTORY_FAILED",
                        "payment-commands PAYMENT_CANCEL",
                        "payment-events PAYMENT_CANCELED",
                        "order-commands ORDER_CANCEL",
                        "order-events ORDER_CANCELED")
                .says("PAYMENT_CANCEL", "}");
        assertThat(topics.deadLettersAbout(id)).isEmpty();

        assertThat(reason).isEqualTo("INVENTORY_FAILED: SKU OUT-OF-STOCK is short: 1 wanted, 0 available");
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("REFUNDED");
        assertThat(shop.reservation(id).get("status").asString()).isEqualTo("REFUSED");
        assertThat(shop.get(Service.SHIPPING, "/shipments/" + id).status()).isEqualTo(404);
        assertThat(before("bob", "OUT-OF-STOCK")).isEqualTo(before);
        assertThat(historyOf(id))
                .containsExactly(
                        "1 STARTED payment RUNNING>RUNNING ORDER_CREATED>PAYMENT_REQUESTED",
                        "2 STEP_SUCCEEDED payment RUNNING>RUNNING PAYMENT_SUCCESS>INVENTORY_REQUESTED",
                        "3 STEP_REFUSED inventory RUNNING>COMPENSATING INVENTORY_FAILED>PAYMENT_CANCEL",
                        "4 STEP_COMPENSATED payment COMPENSATING>COMPENSATING PAYMENT_CANCELED>ORDER_CANCEL",
                        "5 CANCELED cancel COMPENSATING>CANCELED ORDER_CANCELED>");
        new Conservation(system).assertHolds();
    }

    @Test
    void anOrderToWhereNobodyDeliversIsRolledBackRefundedThenCanceled() {
        Before before = before("alice", "MOUSE");
        String id = shop.order("alice", "AQ", line("MOUSE", 3));
        String reason = canceledReason(shop.awaitFinal(id));

        new Flow(id, topics.about(id))
                .isExactly(
                        "order-events ORDER_CREATED",
                        "payment-commands PAYMENT_REQUESTED",
                        "payment-events PAYMENT_SUCCESS",
                        "inventory-commands INVENTORY_REQUESTED",
                        "inventory-events INVENTORY_SUCCESS",
                        "shipping-commands SHIPPING_REQUESTED",
                        "shipping-events SHIPPING_FAILED",
                        "inventory-commands INVENTORY_ROLLBACK",
                        "inventory-events INVENTORY_ROLLED_BACK",
                        "payment-commands PAYMENT_CANCEL",
                        "payment-events PAYMENT_CANCELED",
                        "order-commands ORDER_CANCEL",
                        "order-events ORDER_CANCELED");
        assertThat(topics.deadLettersAbout(id)).isEmpty();

        assertThat(reason).isEqualTo("SHIPPING_FAILED: no carrier serves country AQ");
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("REFUNDED");
        assertThat(shop.reservation(id).get("status").asString()).isEqualTo("ROLLED_BACK");
        assertThat(shop.shipment(id).get("status").asString()).isEqualTo("REFUSED");
        assertThat(before("alice", "MOUSE")).isEqualTo(before);
        assertThat(historyOf(id))
                .containsExactly(
                        "1 STARTED payment RUNNING>RUNNING ORDER_CREATED>PAYMENT_REQUESTED",
                        "2 STEP_SUCCEEDED payment RUNNING>RUNNING PAYMENT_SUCCESS>INVENTORY_REQUESTED",
                        "3 STEP_SUCCEEDED inventory RUNNING>RUNNING INVENTORY_SUCCESS>SHIPPING_REQUESTED",
                        "4 STEP_REFUSED shipping RUNNING>COMPENSATING SHIPPING_FAILED>INVENTORY_ROLLBACK",
                        "5 STEP_COMPENSATED inventory COMPENSATING>COMPENSATING INVENTORY_ROLLED_BACK>PAYMENT_CANCEL",
                        "6 STEP_COMPENSATED payment COMPENSATING>COMPENSATING PAYMENT_CANCELED>ORDER_CANCEL",
                        "7 CANCELED cancel COMPENSATING>CANCELED ORDER_CANCELED>");
        new Conservation(system).assertHolds();
    }

    /** What a flow takes from, or gives back to. */
    private record Before(long balance, long available, long reserved) {}

    private Before before(String customer, String sku) {
        JsonNode stock = shop.stock(sku);
        return new Before(
                shop.balance(customer),
                stock.get("available").asLong(),
                stock.get("reserved").asLong());
    }

    private static String canceledReason(JsonNode order) {
        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        return order.get("reason").asString();
    }

    private List<String> historyOf(String orderId) {
        return shop.history(orderId).stream()
                .map(it -> "%d %s %s %s>%s %s>%s"
                        .formatted(
                                it.get("revision").asInt(),
                                it.get("kind").asString(),
                                it.get("step").asString(),
                                it.get("from").asString(),
                                it.get("to").asString(),
                                it.get("message").asString(),
                                it.get("commands")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .reduce("", String::concat)))
                .toList();
    }
}
