package io.counterstep.spring;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the engine's tables up to date, beside the service's own migrations and with a history of their own. Made before
 * anything that uses the tables.
 */
final class EngineSchema {

    /** @param part the engine's part, which names the migrations' folder and their history table */
    EngineSchema(DataSource dataSource, String part) {
        this(List.of(dataSource), part);
    }

    /** The same in several databases. */
    EngineSchema(List<? extends DataSource> dataSources, String part) {
        dataSources.forEach(it -> migrate(it, part));
    }

    private static void migrate(DataSource dataSource, String part) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/counterstep/" + part + "/db")
                .table("counterstep_" + part + "_schema")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
