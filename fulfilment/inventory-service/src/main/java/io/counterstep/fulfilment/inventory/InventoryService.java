package io.counterstep.fulfilment.inventory;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryReply;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRollback;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Reserves stock for orders and gives it back.
 *
 * <p>Both methods must be called inside a READ COMMITTED transaction, and once for each order: the engine's ledger sees
 * to both. A second reservation of the same order breaks a primary key instead of taking stock twice. Thread-safe.
 *
 * <p>Reserving locks the stock of the whole batch, in the order of SKUs, once. Rolling back locks no stock: it adds rows
 * that the next reservation of those SKUs folds in. So a transaction that does both cannot deadlock with another one,
 * however hot a SKU is.
 */
@Service
public class InventoryService {

    private final StockStore stock;
    private final ReservationStore reservations;

    InventoryService(StockStore stock, ReservationStore reservations) {
        this.stock = stock;
        this.reservations = reservations;
    }

    /**
     * Reserves each order's lines, in the order of arrival: all of them, or none.
     *
     * @return one reply for each request, in their order: a refusal if the order has no lines, a quantity is not
     *     positive, a SKU is unknown, or one is short
     */
    public List<InventoryReply> reserve(List<InventoryRequested> requests) {
        Stock onShelf =
                stock.lock(requests.stream().flatMap(it -> it.lines().stream()).map(StockLine::sku));
        List<Reservation> decided = requests.stream().map(onShelf::reserve).toList();
        stock.save(onShelf);
        reservations.record(decided);
        return decided.stream().map(Reservation::reply).toList();
    }

    /**
     * Gives back exactly what each order reserved.
     *
     * @throws IllegalStateException if an order has no reservation to roll back; then nothing is given back
     */
    public void rollBack(List<InventoryRollback> rollbacks) {
        reservations.rollBack(rollbacks.stream().map(InventoryRollback::orderId).toList());
    }

    /** Those of the orders whose reservation is in force. */
    public Set<String> reserved(List<String> orderIds) {
        return reservations.reserved(orderIds);
    }
}
