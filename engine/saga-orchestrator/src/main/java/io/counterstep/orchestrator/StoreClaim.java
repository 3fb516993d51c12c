package io.counterstep.orchestrator;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a database knows of its place among those that sagas are spread over. Thread-safe. */
final class StoreClaim {

    private static final String IS_KEPT = "select to_regclass('saga_store') is not null";

    private static final String READ = "select store, stores from saga_store";

    /** An empty database may become any of them. */
    private static final String CLAIM = """
            insert into saga_store (store, stores) values (?, ?)
            on conflict (single) do update set store = excluded.store, stores = excluded.stores
            where not exists (select from saga) and not exists (select from saga_purged)
              and (saga_store.store, saga_store.stores) <> (excluded.store, excluded.stores)""";

    private final JdbcTemplate jdbc;

    StoreClaim(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Place(int store, int stores) {}

    void claim(int store, int stores) {
        jdbc.update(CLAIM, store, stores);
        verify(store, stores);
    }

    /** @throws IllegalStateException if it says that it is another; one that an engine left which did not ask is alone */
    void verify(int store, int stores) {
        Place expected = new Place(store, stores);
        Place found = place();
        if (!found.equals(expected)) {
            throw new IllegalStateException(
                    "sagas cannot be found: the database given as store " + store + " of " + stores
                            + " (counted from 0) says that it is store " + found.store() + " of " + found.stores()
                            + ". Give all databases in the order in which they were given first (counterstep.stores), each once;"
                            + " their number and order cannot change while they hold sagas, or ids of purged ones");
        }
    }

    private Place place() {
        Place alone = new Place(0, 1);
        if (!Boolean.TRUE.equals(jdbc.queryForObject(IS_KEPT, Boolean.class))) {
            return alone;
        }
        List<Place> found = jdbc.query(READ, (row, n) -> new Place(row.getInt(1), row.getInt(2)));
        return found.isEmpty() ? alone : found.getFirst();
    }
}
