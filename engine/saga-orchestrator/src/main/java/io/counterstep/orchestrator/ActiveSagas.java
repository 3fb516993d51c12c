package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.SagaId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The sagas that are not over, by version, the oldest first; read without locks. Thread-safe. */
final class ActiveSagas {

    /** How many are held in memory at once. */
    static final int PAGE = 500;

    private static final String COUNT = """
            select definition, version, count(*) as sagas from saga
            where ended_at is null group by definition, version order by definition, version""";

    /** Only columns that every engine has had since version 4 of the tables: the database may be that of an older one. */
    private static final String READ = """
            select id, version, reason, progress, facts, parent, started_at, ends_by, revision from saga
            where ended_at is null and definition = ? and version = ?
              and (started_at, id) > (?, ?)
            order by started_at, id limit ?""";

    private static final String IDS = """
            select id, started_at from saga
            where ended_at is null and definition = ? and version = ?
              and (started_at, id) > (?, ?)
            order by started_at, id limit ?""";

    private final JdbcTemplate jdbc;
    private final SagaStore store;

    ActiveSagas(JdbcTemplate jdbc, SagaStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    /** How many sagas of which version there are. */
    record Count(VersionKey version, long sagas) {}

    /** Where a page ended. */
    record Place(Instant startedAt, String id) {

        static final Place BEGINNING = new Place(Instant.EPOCH, "");

        static Place of(SagaInstance last) {
            return new Place(last.startedAt(), last.id().toString());
        }
    }

    List<Count> counts() {
        return jdbc.query(
                COUNT, (row, n) -> new Count(new VersionKey(row.getString(1), row.getInt(2)), row.getLong(3)));
    }

    /** Up to {@link #PAGE} of them behind that place. */
    List<SagaInstance> page(VersionKey version, Place after) {
        return jdbc.query(READ, (row, n) -> store.instance(row), arguments(version, after));
    }

    /** The ids alone, for whoever locks each. */
    List<Placed> ids(VersionKey version, Place after) {
        return jdbc.query(
                IDS,
                (row, n) -> new Placed(
                        SagaId.parse(row.getString(1)),
                        new Place(row.getTimestamp(2).toInstant(), row.getString(1))),
                arguments(version, after));
    }

    record Placed(SagaId id, Place place) {}

    private static @Nullable Object[] arguments(VersionKey version, Place after) {
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(version.definition());
        arguments.add(version.version());
        arguments.add(Timestamp.from(after.startedAt()));
        arguments.add(after.id());
        arguments.add(PAGE);
        return arguments.toArray();
    }
}
