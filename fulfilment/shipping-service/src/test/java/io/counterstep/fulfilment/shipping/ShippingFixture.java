package io.counterstep.fulfilment.shipping;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingReply;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The service on a real database, called as the engine does: one transaction a batch. */
final class ShippingFixture {

    private final TestDatabase database;
    private final ShippingService service;

    ShippingFixture(TestDatabase database) {
        this.database = database;
        service = new ShippingService(new CarrierStore(database.jdbc), new ShipmentStore(database.jdbc));
    }

    static ShippingRequested order(String orderId, String country) {
        return new ShippingRequested(
                orderId, country, "04524", List.of(new StockLine("KEYBOARD", 2), new StockLine("MOUSE", 1)));
    }

    List<ShippingReply> book(ShippingRequested... requests) {
        return book(List.of(requests));
    }

    List<ShippingReply> book(List<ShippingRequested> requests) {
        return Objects.requireNonNull(database.transaction.execute(status -> service.book(requests)));
    }

    void cancel(String... orderIds) {
        List<ShippingCancel> cancels =
                Stream.of(orderIds).map(ShippingCancel::new).toList();
        database.transaction.executeWithoutResult(status -> service.cancel(cancels));
    }

    long count(ShipmentStatus status) {
        return database.jdbc
                .sql("select count(*) from shipment where status = ?")
                .param(status.name())
                .query(Long.class)
                .single();
    }
}
