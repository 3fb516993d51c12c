package io.counterstep.orchestrator;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Guards that no saga is stranded by a deploy: each ends by the version it started with. */
public final class ActiveVersions {

    private static final String NEEDED = """
            select definition, version, count(*) as sagas from saga
            where state not in ('COMPLETED', 'CANCELED') group by definition, version order by definition, version""";

    private ActiveVersions() {}

    /** @throws IllegalStateException listing what unfinished sagas need and nobody registered */
    public static void require(SagaDefinitions definitions, JdbcTemplate jdbc) {
        List<String> missing =
                jdbc.query(NEEDED, (row, n) -> new Needed(row.getString(1), row.getInt(2), row.getLong(3))).stream()
                        .filter(it -> !definitions.has(it.definition(), it.version()))
                        .map(it -> it.sagas() + " of '" + it.definition() + "' version " + it.version())
                        .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("unfinished sagas need definitions that are not registered: "
                    + String.join(", ", missing) + "; keep a bean for each until its last saga has ended");
        }
    }

    private record Needed(String definition, int version, long sagas) {}
}
