package io.counterstep.fulfilment.inventory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and writes the stock of a whole batch at once. */
@Repository
class StockStore {

    // In the order of SKUs: two batches with the same SKUs wait for each other instead of deadlocking.
    private static final String LOCK = """
            select sku, available as quantity
              from stock
             where sku = any(?)
             order by sku
               for update
            """;

    // After the lock, as a statement of its own: it must see what was committed while the lock was waited for.
    private static final String TAKE_RETURNS = """
            with taken as (
                delete from stock_return where sku = any(?) returning sku, quantity
            )
            select sku, sum(quantity)::bigint as quantity
              from taken
             group by sku
            """;

    private static final String SAVE = """
            update stock s
               set reserved = s.reserved + change.quantity
              from unnest(?::text[], ?::bigint[]) as change (sku, quantity)
             where s.sku = change.sku
            """;

    private final JdbcClient jdbc;

    StockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the stock of these SKUs until the transaction ends; unknown SKUs are left out. */
    Stock lock(Stream<String> skus) {
        String[] wanted = skus.distinct().toArray(String[]::new);
        Map<String, Long> available = quantities(LOCK, wanted);
        return new Stock(available, quantities(TAKE_RETURNS, wanted));
    }

    /** Writes what a batch reserved, less what had come back. */
    void save(Stock stock) {
        List<Map.Entry<String, Long>> changes = stock.change().entrySet().stream()
                .filter(it -> it.getValue() != 0)
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        jdbc.sql(SAVE)
                .param(changes.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param(changes.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                .update();
    }

    private Map<String, Long> quantities(String sql, String[] skus) {
        Map<String, Long> quantities = new HashMap<>();
        jdbc.sql(sql).param(skus).query(row -> {
            quantities.put(row.getString("sku"), row.getLong("quantity"));
        });
        return quantities;
    }
}
