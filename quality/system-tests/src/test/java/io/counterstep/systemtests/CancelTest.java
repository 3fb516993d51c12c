package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.Conservation;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer's wish to cancel. */
@OnSharedSystem
class CancelTest {

    private final LocalSystem system;
    private final Shop shop;
    private final TopicReader topics;

    CancelTest(LocalSystem system, Shop shop) {
        this.system = system;
        this.shop = shop;
        this.topics = new TopicReader(system);
    }

    @Test
    void anOrderCanceledOnItsWayIsUndoneStepByStepThenCanceled() {
        long balance = shop.balance("bob");
        long reserved = shop.stock("MONITOR").get("reserved").asLong();
        String id;
        system.stop(Service.SHIPPING);
        try {
            id = shop.order("bob", "KR", line("MONITOR", 2));
            shop.awaitStep(id, "shipping");
            assertThat(shop.reservation(id).get("status").asString()).isEqualTo("RESERVED");

            assertThat(shop.cancel(id).status()).isEqualTo(202);
            assertThat(shop.cancel(id).status())
                    .as("said again while it is not final")
                    .isEqualTo(202);
            shop.awaitSaga(id, "COMPENSATING");
            assertThat(shop.order(id).get("status").asString())
                    .as("not told CANCELED before all is undone")
                    .isEqualTo("PENDING");
        } finally {
            system.start(Service.SHIPPING);
        }
        JsonNode order = shop.awaitFinal(id);

        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        assertThat(order.get("reason").asString()).isEqualTo("ORDER_CANCEL_REQUESTED");
        assertThat(order.has("cancelRequestedAt")).isTrue();
        assertThat(shop.payment(id).get("status").asString()).isEqualTo("REFUNDED");
        assertThat(shop.reservation(id).get("status").asString()).isEqualTo("ROLLED_BACK");
        // The request lay in its topic before the compensation, so it was booked, then canceled.
        assertThat(shop.shipment(id).get("status").asString()).isEqualTo("CANCELED");
        assertThat(shop.balance("bob")).isEqualTo(balance);
        assertThat(shop.stock("MONITOR").get("reserved").asLong()).isEqualTo(reserved);
        assertThat(shop.history(id))
                .extracting(it -> it.get("kind").asString())
                .filteredOn(kind -> !kind.equals("COMMAND_RESENT"))
                .containsExactly(
                        "STARTED",
                        "STEP_SUCCEEDED",
                        "STEP_SUCCEEDED",
                        "CANCEL_REQUESTED",
                        "STEP_COMPENSATED",
                        "STEP_COMPENSATED",
                        "STEP_COMPENSATED",
                        "CANCELED");
        assertThat(topics.about(id))
                .extracting(Told::status)
                .as("the wish is published once, and one ending")
                .containsOnlyOnce("ORDER_CANCEL_REQUESTED", "ORDER_CANCELED")
                .doesNotContain("ORDER_COMPLETED");
        assertThat(topics.deadLettersAbout(id)).isEmpty();
        new Conservation(system).assertHolds();
    }

    @Test
    void aFinalOrderCannotBeCanceled() {
        String completed = shop.order("alice", "KR", line("MOUSE", 1));
        String canceled = shop.order("bankrupt", "KR", line("MOUSE", 1));
        shop.awaitFinal(completed);
        shop.awaitFinal(canceled);

        assertIsRefused(shop.cancel(completed), 409, "COMPLETED");
        assertIsRefused(shop.cancel(canceled), 409, "CANCELED");
        assertThat(shop.order(completed).get("status").asString()).isEqualTo("COMPLETED");
        assertThat(topics.about(completed)).extracting(Told::status).doesNotContain("ORDER_CANCEL_REQUESTED");
    }

    @Test
    void anUnknownOrderCannotBeCanceled() {
        String unknown = UUID.randomUUID().toString();
        assertIsRefused(shop.cancel(unknown), 404, unknown);
        assertIsRefused(shop.cancel("no-id"), 404, "no-id");
        assertThat(topics.about(unknown)).isEmpty();
    }

    private static void assertIsRefused(Shop.Answer answer, int status, String said) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().get("detail").asString()).contains(said);
    }
}
