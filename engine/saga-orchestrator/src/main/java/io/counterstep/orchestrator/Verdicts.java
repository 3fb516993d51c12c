package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport;
import io.counterstep.messaging.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds definitions against the sagas that are active now, before they are deployed: in a test or a pipeline, on the
 * database of the system that runs. Reads without locks, page by page, and changes nothing. Thread-safe.
 */
public final class Verdicts {

    private Verdicts() {}

    /**
     * @param definitions those that are to be registered
     * @param migrations those that are to be declared
     * @throws IllegalStateException if the database holds no sagas of this engine's
     * @throws IllegalArgumentException if definitions or migrations contradict each other
     */
    public static VerdictReport of(
            DataSource dataSource,
            Collection<? extends SagaDefinition<?>> definitions,
            Collection<SagaMigration> migrations) {
        return of(List.of(dataSource), definitions, migrations);
    }

    /**
     * The same where sagas are spread over several databases.
     *
     * @param stores all of them, in their order
     * @throws IllegalStateException also if these are not all, or not in their order
     */
    public static VerdictReport of(
            List<? extends DataSource> stores,
            Collection<? extends SagaDefinition<?>> definitions,
            Collection<SagaMigration> migrations) {
        List<JdbcTemplate> databases =
                stores.stream().map(it -> new JdbcTemplate(it)).toList();
        try {
            for (int store = 0; store < databases.size(); store++) {
                new StoreClaim(databases.get(store)).verify(store, databases.size());
            }
            Migrations known = new Migrations(migrations, new DefinitionShapes(databases.getFirst()).load());
            return of(new SagaDefinitions(definitions, known), databases);
        } catch (DataAccessException failed) {
            throw new IllegalStateException(
                    "cannot read the sagas that are active: name the orchestrator's database, with the tables of"
                            + " this release, which any start of the orchestrator brings; found "
                            + failed.getMostSpecificCause().getMessage(),
                    failed);
        }
    }

    static VerdictReport of(SagaDefinitions definitions, List<JdbcTemplate> databases) {
        List<ActiveSagas> active = active(databases);
        Map<VersionKey, Long> counts =
                new TreeMap<>(Comparator.comparing(VersionKey::definition).thenComparingInt(VersionKey::version));
        active.forEach(store -> store.counts().forEach(it -> counts.merge(it.version(), it.sagas(), Long::sum)));
        List<VerdictReport.Version> versions = new ArrayList<>();
        List<VerdictReport.Line> lines = new ArrayList<>();
        counts.forEach((version, sagas) ->
                versions.add(version(new Judge(definitions, version), version, sagas, active, lines)));
        return new VerdictReport(versions, lines);
    }

    /** The same of one version alone, of which so many sagas are active. */
    static VerdictReport.Version of(
            SagaDefinitions definitions, List<JdbcTemplate> databases, VersionKey version, long sagas) {
        return version(new Judge(definitions, version), version, sagas, active(databases), new ArrayList<>());
    }

    private static List<ActiveSagas> active(List<JdbcTemplate> databases) {
        // bodies are read only where a refusal's or an event's name does not do
        MessageFormat format = new MessageFormat("key");
        return databases.stream()
                .map(it -> new ActiveSagas(it, new SagaStore(it, format)))
                .toList();
    }

    private static VerdictReport.Version version(
            Judge judge, VersionKey key, long sagas, List<ActiveSagas> active, List<VerdictReport.Line> lines) {
        if (judge.isSafeAnyway()) {
            return new VerdictReport.Version(key.definition(), key.version(), judge.fate(), sagas, 0, 0);
        }
        long safe = 0;
        long needMapping = 0;
        long wouldStrand = 0;
        int listed = 0;
        for (ActiveSagas store : active) {
            List<SagaInstance> page = store.page(key, ActiveSagas.Place.BEGINNING);
            while (!page.isEmpty()) {
                for (SagaInstance saga : page) {
                    Verdict verdict = judge.verdict(saga);
                    switch (verdict) {
                        case Verdict.Safe ok -> safe++;
                        case Verdict.NeedsMapping mapping -> needMapping++;
                        case Verdict.WouldStrand strand -> wouldStrand++;
                    }
                    if (!(verdict instanceof Verdict.Safe) && listed < VerdictReport.MAX_SAGAS) {
                        listed++;
                        lines.add(line(saga, verdict));
                    }
                }
                page = store.page(key, ActiveSagas.Place.of(page.getLast()));
            }
        }
        return new VerdictReport.Version(key.definition(), key.version(), judge.fate(), safe, needMapping, wouldStrand);
    }

    private static VerdictReport.Line line(SagaInstance saga, Verdict verdict) {
        String waits = saga.waits().stream().map(Outstanding::step).collect(Collectors.joining(" "));
        return new VerdictReport.Line(saga.id(), saga.version(), saga.state().status(), waits, verdict);
    }
}
