package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.SagaId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sagas that an earlier release left unfinished go on where they were. */
class UpgradeTest {

    private static final String SAGA = """
            insert into saga (id, definition, version, business_key, state, step, action, attempt, failures, resend_at,
                              deadline_at, caused_by, reason, attention, facts, started_at, updated_at, next_check_at, revision)
            values (?, 'purchase', 1, ?, ?, ?, ?, 2, 1, '2026-03-01T12:00:05.25Z', ?::timestamptz, 'bank-events/0/7', ?, ?,
                    '{"ORDERED":{"orderId":"x","status":"ORDERED","item":"book"}}', '2026-03-01T12:00:00Z',
                    '2026-03-01T12:00:00Z', '2026-03-01T12:00:05Z', 3)""";

    private static final String LINE = """
            insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, commands)
            values (?, ?, now(), ?, ?, 'RUNNING', 'RUNNING', '')""";

    @Test
    void whatItWaitsForAndWhatItDidIsCarriedOver() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("timezone", "Asia/Seoul")
                .start()) {
            DataSource dataSource = postgres.getPostgresDatabase();
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            migrate(dataSource, "1");
            jdbc.update(SAGA, "purchase:run", "run", "RUNNING", "send", "invoke", "2026-03-01T12:00:30Z", null, null);
            jdbc.update(LINE, "purchase:run", 2, "STEP_SUCCEEDED", "pay");
            jdbc.update(
                    SAGA, "purchase:back", "back", "NEEDS_ATTENTION", "pay", "compensate", null, "REGRETTED", "broken");
            jdbc.update(LINE, "purchase:back", 2, "STEP_SUCCEEDED", "pay");
            jdbc.update(LINE, "purchase:back", 3, "CANCEL_REQUESTED", "send");
            jdbc.update(LINE, "purchase:back", 4, "STEP_COMPENSATED", "send");
            jdbc.update(SAGA, "purchase:over", "over", "COMPLETED", null, null, null, null, null);
            migrate(dataSource, "10");
            jdbc.update("insert into saga_purged (id, purged_at) values ('purchase:gone', '2026-03-01T12:00:00Z')");
            migrate(dataSource, "latest");
            assertThat(jdbc.queryForObject("select up_to from saga_forgotten", Timestamp.class))
                    .as("nobody kept up to when ids were forgotten, but it was no later than what is left")
                    .isEqualTo(Timestamp.from(Instant.parse("2026-03-02T12:00:00Z")));
            assertThat(jdbc.queryForMap("select store, stores from saga_store"))
                    .as("a database with sagas in it was the only one")
                    .containsEntry("store", 0)
                    .containsEntry("stores", 1);

            SagaStore store = new SagaStore(jdbc, Desk.FORMAT);
            Map<SagaId, StoredSaga> sagas = store.load(List.of(Desk.id("run"), Desk.id("back"), Desk.id("over")));

            SagaInstance run = saga(sagas, "run");
            assertThat(run.state()).isInstanceOf(SagaState.Running.class);
            assertThat(run.outcomes()).containsExactly(Map.entry("pay", Outcome.SUCCEEDED));
            assertThat(run.waits()).singleElement().satisfies(wait -> {
                assertThat(wait.command().toString()).isEqualTo("purchase:run/send/invoke");
                assertThat(wait.resendAt()).isEqualTo(Instant.parse("2026-03-01T12:00:05.25Z"));
                assertThat(wait.deadline()).isEqualTo(Instant.parse("2026-03-01T12:00:30Z"));
                assertThat(wait.attempt()).isEqualTo(2);
                assertThat(wait.causedBy()).isEqualTo("bank-events/0/7");
            });
            assertThat(saga(sagas, "back").outcomes())
                    .containsExactly(Map.entry("pay", Outcome.SUCCEEDED), Map.entry("send", Outcome.COMPENSATED));
            assertThat(saga(sagas, "back").state()).isInstanceOfSatisfying(SagaState.NeedsAttention.class, it -> {
                assertThat(it.stuck()).isInstanceOf(SagaState.Compensating.class);
                assertThat(it.why()).isEqualTo("pay: broken");
            });
            assertThat(saga(sagas, "over").state()).isEqualTo(new SagaState.Completed());
        }
    }

    private static SagaInstance saga(Map<SagaId, StoredSaga> sagas, String key) {
        return Objects.requireNonNull(sagas.get(Desk.id(key)), key).saga();
    }

    private static void migrate(DataSource dataSource, String target) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:io/counterstep/orchestrator/db")
                .target(target)
                .load()
                .migrate();
    }
}
