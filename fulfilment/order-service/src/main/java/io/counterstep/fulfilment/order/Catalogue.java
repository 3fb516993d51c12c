package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The prices. They are read for each group of orders, not cached: a price that was changed holds from the next order on,
 * in every instance. Thread-safe.
 */
@Component
class Catalogue {

    private final JdbcTemplate jdbc;

    Catalogue(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The prices of those SKUs of some orders' lines that the catalogue holds. */
    Map<String, Money> pricesOf(List<List<OrderRequest.Line>> orders) {
        String[] skus = orders.stream()
                .flatMap(List::stream)
                .map(OrderRequest.Line::sku)
                .distinct()
                .toArray(String[]::new);
        Map<String, Money> prices = HashMap.newHashMap(skus.length);
        jdbc.query(
                "select sku, currency, minor_units from catalogue where sku = any(?)",
                row -> {
                    prices.put(row.getString(1), new Money(row.getString(2), row.getLong(3)));
                },
                (Object) skus);
        return prices;
    }
}
