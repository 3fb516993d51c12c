package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The databases that sagas live in: each saga, with its history and all else that is about it alone, in the one that its id
 * hashes to. No transaction spans two. What is about no saga, the gates and the versions' shapes, is in the first. Immutable
 * and thread-safe.
 *
 * <p>Number and order are fixed once they hold sagas, see {@link #claim}.
 */
public final class SagaStores {

    private static final String IS_THERE = "select 1";

    private final List<Database> databases;
    private final List<RecentSagas> recent;

    /** @param transactions those of the same database */
    public record Database(JdbcTemplate jdbc, PlatformTransactionManager transactions) {

        TransactionTemplate readCommitted() {
            TransactionTemplate transaction = new TransactionTemplate(transactions);
            transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
            return transaction;
        }
    }

    /** @throws IllegalArgumentException if there is none */
    public SagaStores(List<Database> databases) {
        if (databases.isEmpty()) {
            throw new IllegalArgumentException("sagas need a database to live in: give one or more");
        }
        this.databases = List.copyOf(databases);
        this.recent = map(it -> new RecentSagas());
    }

    /** One database for all sagas. */
    public static SagaStores one(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new SagaStores(List.of(new Database(jdbc, transactions)));
    }

    /** In their order. */
    public List<Database> all() {
        return databases;
    }

    int count() {
        return databases.size();
    }

    Database first() {
        return databases.getFirst();
    }

    Database get(int store) {
        return databases.get(store);
    }

    /** About how many sagas this instance has moved in the last seconds that are not over. */
    public int moving() {
        return recent.stream().mapToInt(RecentSagas::size).sum();
    }

    /** What this instance committed last there. */
    RecentSagas recent(int store) {
        return recent.get(store);
    }

    /** The place in the order of the one in which that saga lives. */
    int of(SagaId saga) {
        return databases.size() == 1 ? 0 : StoreHash.storeOf(saga, databases.size());
    }

    /** Something for each of them, in their order. */
    <T> List<T> map(Function<Database, T> each) {
        List<T> made = new ArrayList<>(databases.size());
        databases.forEach(it -> made.add(each.apply(it)));
        return made;
    }

    /** Those sagas by where they live. */
    Map<Integer, List<SagaId>> divide(Collection<SagaId> sagas) {
        Map<Integer, List<SagaId>> divided = new TreeMap<>();
        sagas.forEach(it ->
                divided.computeIfAbsent(of(it), store -> new ArrayList<>()).add(it));
        return divided;
    }

    /**
     * Does nothing if each is there, or if there is only one, which whoever uses it will find out.
     *
     * @throws org.springframework.dao.DataAccessException if one is away
     */
    void requireAll() {
        if (databases.size() > 1) {
            databases.forEach(it -> it.jdbc().execute(IS_THERE));
        }
    }

    /**
     * Writes down in each which one it is. One that holds sagas must be the one that it was: with another number or order most of
     * its sagas would not be found, and a duplicate of their start would start them anew.
     *
     * @throws IllegalStateException if one of them was another, or stands in the list twice
     */
    void claim() {
        for (int store = 0; store < databases.size(); store++) {
            new StoreClaim(databases.get(store).jdbc()).claim(store, databases.size());
        }
        // once more, since an empty one that stands in the list twice was claimed twice
        verify();
    }

    /**
     * The same without writing anything.
     *
     * @throws IllegalStateException if one of them was another, or stands in the list twice
     */
    void verify() {
        for (int store = 0; store < databases.size(); store++) {
            new StoreClaim(databases.get(store).jdbc()).verify(store, databases.size());
        }
    }
}
