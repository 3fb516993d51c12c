package io.counterstep.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.DefinitionShape;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.databind.json.JsonMapper;

/** What registered versions look like, kept in the database beyond their code. Thread-safe. */
final class DefinitionShapes {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String IS_THERE = "select to_regclass('saga_definition') is not null";

    private static final String LOAD = "select name, version, shape from saga_definition";

    private static final String REGISTERED = "select version, registered_at from saga_definition where name = ?";

    private static final String REMEMBER = """
            insert into saga_definition (name, version, shape, registered_at) values (?, ?, ?::json, ?)
            on conflict (name, version) do update set shape = excluded.shape, registered_at = excluded.registered_at
            where saga_definition.shape::text <> excluded.shape::text""";

    private final JdbcTemplate jdbc;

    DefinitionShapes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty on a database that an engine left which did not keep them yet. */
    Map<VersionKey, DefinitionShape> load() {
        Map<VersionKey, DefinitionShape> shapes = new HashMap<>();
        if (Boolean.TRUE.equals(jdbc.queryForObject(IS_THERE, Boolean.class))) {
            RowCallbackHandler each = row -> shapes.put(
                    new VersionKey(row.getString(1), row.getInt(2)),
                    JSON.readValue(row.getString(3), DefinitionShape.class));
            jdbc.query(LOAD, each);
        }
        return shapes;
    }

    /** By version, since when it has looked as it does. */
    Map<Integer, Instant> registered(String definition) {
        Map<Integer, Instant> registered = new HashMap<>();
        RowCallbackHandler each =
                row -> registered.put(row.getInt(1), row.getTimestamp(2).toInstant());
        jdbc.query(REGISTERED, each, definition);
        return registered;
    }

    void remember(Collection<? extends SagaDefinition<?>> definitions, Instant now) {
        for (SagaDefinition<?> it : definitions) {
            String shape = JSON.writeValueAsString(DefinitionShape.of(it));
            jdbc.update(REMEMBER, it.name(), it.version().number(), shape, Timestamp.from(now));
        }
    }
}
