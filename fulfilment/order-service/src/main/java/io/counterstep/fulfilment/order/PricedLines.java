package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An order's lines at the catalogue's prices, each SKU once, and what they come to. */
record PricedLines(List<OrderLine> lines, Money total) {

    /**
     * Prices a request.
     *
     * @param prices of each SKU that the catalogue knows
     * @throws RejectedRequestException naming every line that cannot be sold, or the total that fits no 64 bits
     */
    static PricedLines of(OrderRequest request, Map<String, Money> prices) {
        List<Mistake> mistakes = unsellable(request.lines(), prices);
        List<OrderRequest.Line> lines = request.linesBySku();
        for (OrderRequest.Line line : lines) {
            if (line.quantity() > OrderRequest.MAX_QUANTITY) {
                mistakes.add(Mistake.unacceptable(
                        "lines",
                        "must ask for at most " + OrderRequest.MAX_QUANTITY + " of one SKU, found " + line.quantity()
                                + " of '" + line.sku() + "' in all"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new RejectedRequestException(mistakes);
        }
        List<OrderLine> priced = lines.stream()
                .map(line -> new OrderLine(line.sku(), line.quantity(), Objects.requireNonNull(prices.get(line.sku()))))
                .toList();
        return new PricedLines(priced, total(priced));
    }

    private static List<Mistake> unsellable(List<OrderRequest.Line> lines, Map<String, Money> prices) {
        List<Mistake> mistakes = new ArrayList<>();
        String currency = null;
        for (int i = 0; i < lines.size(); i++) {
            String sku = lines.get(i).sku();
            String field = "lines[" + i + "].sku";
            Money price = prices.get(sku);
            if (price == null) {
                mistakes.add(Mistake.unacceptable(field, "must be in the catalogue, found '" + sku + "'"));
            } else if (currency == null) {
                currency = price.currency();
            } else if (!currency.equals(price.currency())) {
                mistakes.add(Mistake.unacceptable(
                        field,
                        "is priced in " + price.currency() + " while the lines before it are in " + currency
                                + "; order it separately"));
            }
        }
        return mistakes;
    }

    private static Money total(List<OrderLine> lines) {
        try {
            return lines.stream()
                    .map(line -> line.unitPrice().times(line.quantity()))
                    .reduce(Money::plus)
                    .orElseThrow();
        } catch (ArithmeticException overflow) {
            throw new RejectedRequestException(Mistake.unacceptable(
                    "lines", "must come to a total of at most " + Long.MAX_VALUE + " minor units"));
        }
    }
}
