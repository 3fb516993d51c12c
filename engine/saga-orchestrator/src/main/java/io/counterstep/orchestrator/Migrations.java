package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.migrate.DefinitionShape;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How sagas leave versions, and what those versions looked like. Immutable and thread-safe. */
final class Migrations {

    static final Migrations NONE = new Migrations(List.of(), Map.of());

    private final Map<VersionKey, SagaMigration> byOrigin = new HashMap<>();
    private final Map<VersionKey, DefinitionShape> shapes;

    /** @throws IllegalArgumentException if two of them leave the same version */
    Migrations(Collection<SagaMigration> migrations, Map<VersionKey, DefinitionShape> shapes) {
        for (SagaMigration migration : migrations) {
            VersionKey origin = new VersionKey(migration.name(), migration.fromVersion());
            if (byOrigin.putIfAbsent(origin, migration) != null) {
                throw new IllegalArgumentException(
                        "two migrations leave " + origin + ": declare one for each version that sagas are moved from");
            }
        }
        this.shapes = Map.copyOf(shapes);
    }

    /** All of them, the oldest versions first. */
    List<SagaMigration> all() {
        List<SagaMigration> all = new ArrayList<>(byOrigin.values());
        all.sort(Comparator.comparing(SagaMigration::name).thenComparingInt(SagaMigration::fromVersion));
        return all;
    }

    /** @return null if nothing moves sagas away from there */
    @Nullable
    SagaMigration from(VersionKey version) {
        return byOrigin.get(version);
    }

    /** @return null if that version was never registered on this database */
    @Nullable
    DefinitionShape shape(VersionKey version) {
        return shapes.get(version);
    }

    /** @return null if nothing moves it, or it does not fit where it would be moved to */
    SagaMigration.@Nullable Migrated migrate(SagaInstance saga, Instant now) {
        VersionKey version = VersionKey.of(saga);
        SagaMigration migration = from(version);
        DefinitionShape shape = shape(version);
        boolean fits = migration != null && migration.verdict(shape, saga) instanceof Verdict.Safe;
        return migration == null || !fits ? null : migration.migrate(shape, saga, now);
    }
}
