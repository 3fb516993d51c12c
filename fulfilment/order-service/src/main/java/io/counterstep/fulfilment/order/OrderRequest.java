package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.OrderVocabulary.Destination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a customer asks for, every field within its bounds; whether the SKUs exist is not known yet.
 *
 * @param lines 1 to {@value #MAX_LINES}, as they were sent
 */
public record OrderRequest(String customerId, List<Line> lines, Destination destination) {

    public static final int MAX_LINES = 100;
    public static final int MAX_QUANTITY = 1_000_000;
    public static final int MAX_CUSTOMER_ID_LENGTH = 100;
    public static final int MAX_SKU_LENGTH = 64;
    public static final int MAX_POSTAL_CODE_LENGTH = 20;

    /** @param quantity 1 to {@value OrderRequest#MAX_QUANTITY} */
    public record Line(String sku, int quantity) {}

    public OrderRequest {
        lines = List.copyOf(lines);
    }

    /** The lines with each SKU once, quantities added up, in the order in which the SKUs were first named. */
    List<Line> linesBySku() {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
        return quantities.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .toList();
    }
}
