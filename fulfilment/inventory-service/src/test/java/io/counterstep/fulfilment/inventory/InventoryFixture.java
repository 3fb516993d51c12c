package io.counterstep.fulfilment.inventory;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryReply;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRollback;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The service on a real database, called as the engine does: one transaction a batch. */
final class InventoryFixture {

    final TestDatabase database;
    final InventoryService service;

    InventoryFixture(TestDatabase database) {
        this.database = database;
        service = new InventoryService(new StockStore(database.jdbc), new ReservationStore(database.jdbc));
    }

    static StockLine line(String sku, int quantity) {
        return new StockLine(sku, quantity);
    }

    static InventoryRequested order(String orderId, StockLine... lines) {
        return new InventoryRequested(orderId, List.of(lines));
    }

    void stock(String sku, long onHand) {
        database.jdbc
                .sql("insert into stock (sku, on_hand) values (?, ?)")
                .params(sku, onHand)
                .update();
    }

    List<InventoryReply> reserve(InventoryRequested... requests) {
        return reserve(List.of(requests));
    }

    List<InventoryReply> reserve(List<InventoryRequested> requests) {
        return Objects.requireNonNull(database.transaction.execute(status -> service.reserve(requests)));
    }

    void rollBack(String... orderIds) {
        List<InventoryRollback> rollbacks =
                Stream.of(orderIds).map(InventoryRollback::new).toList();
        database.transaction.executeWithoutResult(status -> service.rollBack(rollbacks));
    }

    long available(String sku) {
        return database.jdbc
                .sql("select available from current_stock where sku = ?")
                .param(sku)
                .query(Long.class)
                .single();
    }

    /** How many SKUs do not add up, or have reserved another quantity than their standing reservations say. */
    long skusThatDisagreeWithTheirReservations() {
        return database.count("""
                select count(*)
                  from current_stock s
                 where s.available + s.reserved <> s.on_hand
                    or s.reserved <> (select coalesce(sum(quantity), 0)
                                        from reservation_line line
                                        join reservation using (order_id)
                                       where status = 'RESERVED' and line.sku = s.sku)
                """);
    }
}
