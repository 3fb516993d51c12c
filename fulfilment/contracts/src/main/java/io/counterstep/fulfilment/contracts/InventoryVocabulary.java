package io.counterstep.fulfilment.contracts;

import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the inventory service is asked, and what it answers. */
public final class InventoryVocabulary {

    public record StockLine(String sku, int quantity) {}

    /** All lines are reserved, or none. */
    public record InventoryRequested(String orderId, List<StockLine> lines) {}

    public sealed interface InventoryReply {}

    /** @param reservationId null from a producer that has none */
    public record InventorySuccess(String orderId, @Nullable String reservationId) implements InventoryReply {}

    public record InventoryFailed(String orderId, @Nullable String reason) implements InventoryReply, Refusal {}

    public record InventoryRollback(String orderId) {}

    public record InventoryRolledBack(String orderId) {}

    public static final Participant INVENTORY = new Participant("inventory", "inventory-commands", "inventory-events");

    public static final MessageType<InventorySuccess> SUCCESS =
            MessageType.of("INVENTORY_SUCCESS", InventorySuccess.class);

    public static final MessageType<InventoryFailed> FAILED = MessageType.of("INVENTORY_FAILED", InventoryFailed.class);

    public static final Request<InventoryRequested, InventoryReply> REQUEST =
            INVENTORY.request(MessageType.of("INVENTORY_REQUESTED", InventoryRequested.class), SUCCESS, FAILED);

    public static final Instruction<InventoryRollback> ROLLBACK = INVENTORY.instruction(
            MessageType.of("INVENTORY_ROLLBACK", InventoryRollback.class),
            MessageType.of("INVENTORY_ROLLED_BACK", InventoryRolledBack.class),
            it -> new InventoryRolledBack(it.orderId()));

    private InventoryVocabulary() {}
}
