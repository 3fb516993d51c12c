package io.counterstep.fulfilment.inventory;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryRequested;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.StockLine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The locked stock of one batch, and what the batch has taken from it so far. Not thread-safe. */
final class Stock {

    private final Map<String, Long> available;
    private final Map<String, Long> change = new HashMap<>();

    /**
     * @param available by SKU, of the stock's rows; unknown SKUs are missing
     * @param returned by SKU, what was rolled back since the rows were last written, to be folded into them
     */
    Stock(Map<String, Long> available, Map<String, Long> returned) {
        this.available = new HashMap<>(available);
        returned.forEach((sku, quantity) -> move(sku, -quantity));
    }

    /** Takes all lines, or refuses and takes none. */
    Reservation reserve(InventoryRequested request) {
        // One SKU may stand on several lines: it is their sum that must be there.
        Map<String, Long> wanted = new LinkedHashMap<>();
        request.lines().forEach(line -> wanted.merge(line.sku(), (long) line.quantity(), Long::sum));
        String refusal = refusal(request.lines(), wanted);
        if (refusal != null) {
            return new Reservation(request.orderId(), Map.of(), refusal);
        }
        wanted.forEach(this::move);
        return new Reservation(request.orderId(), wanted, null);
    }

    /** By SKU, what to add to the reserved quantity: positive where more was taken than had come back. */
    Map<String, Long> change() {
        return change;
    }

    private @Nullable String refusal(List<StockLine> lines, Map<String, Long> wanted) {
        if (lines.isEmpty()) {
            return "order has no lines";
        }
        for (StockLine line : lines) {
            if (line.quantity() <= 0) {
                return "quantity of SKU " + line.sku() + " must be positive, found " + line.quantity();
            }
        }
        for (Map.Entry<String, Long> want : wanted.entrySet()) {
            Long there = available.get(want.getKey());
            if (there == null) {
                return "SKU " + want.getKey() + " is unknown";
            }
            if (there < want.getValue()) {
                return "SKU " + want.getKey() + " is short: " + want.getValue() + " wanted, " + there + " available";
            }
        }
        return null;
    }

    private void move(String sku, long quantity) {
        available.computeIfPresent(sku, (key, there) -> there - quantity);
        change.merge(sku, quantity, Long::sum);
    }
}
