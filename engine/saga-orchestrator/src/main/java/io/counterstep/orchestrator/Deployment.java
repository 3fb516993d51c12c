package io.counterstep.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.messaging.MessageFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** What an orchestrator does before it takes its first message: moves sagas, then makes sure that it can end them all. */
public final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final SagaDefinitions definitions;
    private final SagaStore store;
    private final ActiveSagas active;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    private Deployment(
            SagaDefinitions definitions, SagaStores.Database database, MessageFormat format, InstantSource clock) {
        this.definitions = definitions;
        this.store = new SagaStore(database.jdbc(), format);
        this.active = new ActiveSagas(database.jdbc(), store);
        this.transaction = database.readCommitted();
        this.clock = clock;
    }

    /**
     * Safe beside instances that run already, of this version or an older one.
     *
     * @return the definitions to run; sagas that an older instance still starts are moved when they are met
     * @throws IllegalStateException listing the sagas that neither could be moved nor have their version registered, or if the
     *     databases are not those that the sagas were spread over
     * @throws IllegalArgumentException if definitions or migrations contradict each other
     */
    public static SagaDefinitions prepare(
            Collection<? extends SagaDefinition<?>> definitions,
            Collection<SagaMigration> migrations,
            SagaStores stores,
            MessageFormat format,
            InstantSource clock) {
        stores.claim();
        DefinitionShapes shapes = new DefinitionShapes(stores.first().jdbc());
        Migrations known = new Migrations(migrations, shapes.load());
        SagaDefinitions all = new SagaDefinitions(definitions, known);
        for (SagaStores.Database database : stores.all()) {
            Deployment deployment = new Deployment(all, database, format, clock);
            known.all().forEach(deployment::move);
        }
        ActiveVersions.require(all, stores);
        shapes.remember(definitions, clock.instant());
        return all;
    }

    /** One transaction for each saga, so that none is locked longer than a message would. */
    private void move(SagaMigration migration) {
        VersionKey origin = new VersionKey(migration.name(), migration.fromVersion());
        ActiveSagas.Place place = ActiveSagas.Place.BEGINNING;
        long moved = 0;
        long left = 0;
        List<ActiveSagas.Placed> page = active.ids(origin, place);
        while (!page.isEmpty()) {
            for (ActiveSagas.Placed it : page) {
                if (move(it.id(), origin)) {
                    moved++;
                } else {
                    left++;
                }
            }
            LOG.info("migration of {}: {} sagas moved, {} left as they are", migration, moved, left);
            page = active.ids(origin, page.getLast().place());
        }
    }

    private boolean move(SagaId id, VersionKey origin) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Instant now = clock.instant();
            StoredSaga stored = store.load(Set.of(id)).get(id);
            // meanwhile another instance may have ended or moved it
            SagaMigration.Migrated migrated = stored == null
                            || stored.saga().state().status().isFinal()
                            || !VersionKey.of(stored.saga()).equals(origin)
                    ? null
                    : definitions.migrations().migrate(stored.saga(), now);
            if (stored == null || migrated == null) {
                return false;
            }
            store.save(
                    List.of(),
                    List.of(stored.moved(migrated.saga())),
                    List.of(new SagaSession.Line(id, migrated.transition())),
                    now);
            return true;
        }));
    }
}
