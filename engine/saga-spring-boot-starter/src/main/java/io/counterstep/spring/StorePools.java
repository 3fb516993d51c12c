package io.counterstep.spring;

import com.zaxxer.hikari.HikariDataSource;
import io.counterstep.orchestrator.SagaStores;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The connection pools of the databases that sagas are spread over, made like Spring Boot's own from {@code
 * spring.datasource.hikari.*}; none if sagas live in the application's database. No beans themselves, so that the application's
 * DataSource stays the only one.
 */
final class StorePools implements AutoCloseable {

    /** Who lets sagas of another store go holds a connection to the first as well. */
    static final int LEAST_CONNECTIONS = 2;

    private static final String LIKE = "spring.datasource.hikari";

    private final List<HikariDataSource> pools = new ArrayList<>();

    StorePools(List<CounterstepProperties.StoreSettings> stores, Environment environment) {
        Binder binder = Binder.get(environment);
        for (CounterstepProperties.StoreSettings it : stores) {
            HikariDataSource pool = new HikariDataSource();
            binder.bind(LIKE, Bindable.ofInstance(pool));
            pool.setPoolName("saga-" + name(pools.size()));
            pool.setJdbcUrl(it.url());
            pool.setUsername(it.username());
            pool.setPassword(it.password());
            if (it.maximumPoolSize() != null) {
                pool.setMaximumPoolSize(it.maximumPoolSize());
            } else if (pool.getMaximumPoolSize() > 0 && pool.getMaximumPoolSize() < LEAST_CONNECTIONS) {
                pool.setMaximumPoolSize(LEAST_CONNECTIONS);
            }
            pools.add(pool);
        }
    }

    /** As health and logs name it. */
    static String name(int store) {
        return "store-" + store;
    }

    boolean isEmpty() {
        return pools.isEmpty();
    }

    List<HikariDataSource> all() {
        return pools;
    }

    SagaStores stores() {
        return new SagaStores(pools.stream()
                .map(it -> new SagaStores.Database(new JdbcTemplate(it), new JdbcTransactionManager(it)))
                .toList());
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
