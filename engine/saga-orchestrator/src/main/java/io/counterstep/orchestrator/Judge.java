package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.DefinitionShape;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport.Fate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a set of definitions and migrations would mean to the sagas of one version. Immutable. */
final class Judge {

    private final VersionKey version;
    private final @Nullable SagaDefinition<?> own;
    private final @Nullable SagaDefinition<?> newest;
    private final @Nullable SagaMigration migration;
    private final @Nullable DefinitionShape shape;

    Judge(SagaDefinitions definitions, VersionKey version) {
        this.version = version;
        this.own = definitions.find(version.definition(), version.version());
        this.newest = definitions.newest(version.definition());
        this.migration = definitions.migrations().from(version);
        this.shape = definitions.migrations().shape(version);
    }

    Fate fate() {
        return migration != null ? Fate.MIGRATED : own != null ? Fate.KEPT : Fate.NOT_REGISTERED;
    }

    /** True if every saga is safe, whatever it is at: nothing has to be looked at. */
    boolean isSafeAnyway() {
        return own != null && (shape == null || shape.equals(DefinitionShape.of(own)));
    }

    /** A saga that does not fit where it would be moved stays with its own version, if that is registered. */
    Verdict verdict(SagaInstance saga) {
        if (isSafeAnyway()) {
            return new Verdict.Safe();
        }
        if (migration != null) {
            Verdict moved = migration.verdict(shape, saga);
            return moved instanceof Verdict.Safe || own == null ? moved : changed(own, saga);
        }
        if (own != null) {
            return changed(own, saga);
        }
        return newest == null
                ? new Verdict.WouldStrand(List.of("no version of '" + version.definition() + "' is registered"))
                : unsaid(newest, saga);
    }

    /** The version is registered, but is not what it was. */
    private Verdict changed(SagaDefinition<?> definition, SagaInstance saga) {
        List<String> why = new ArrayList<>(List.of(version + " is not what it was when the saga started: register what"
                + " has changed as a version of its own, and this one as it was"));
        switch (Verdict.of(definition, null, shape, saga)) {
            case Verdict.Safe safe -> {
                return safe;
            }
            case Verdict.NeedsMapping mapping -> why.addAll(mapping.why());
            case Verdict.WouldStrand strand -> why.addAll(strand.why());
        }
        return new Verdict.WouldStrand(why);
    }

    /** That sagas go over to another version is never assumed. */
    private Verdict unsaid(SagaDefinition<?> definition, SagaInstance saga) {
        int target = definition.version().number();
        String declare = "SagaMigration.from(\"" + version.definition() + "\", " + version.version() + ").to(version "
                + target + ")";
        return switch (Verdict.of(definition, null, shape, saga)) {
            case Verdict.WouldStrand strand -> strand;
            case Verdict.NeedsMapping mapping ->
                new Verdict.NeedsMapping(mapping.why(), List.of(declare + String.join("", mapping.suggestions())));
            case Verdict.Safe safe ->
                new Verdict.NeedsMapping(
                        List.of("it fits version " + target + " as it is, but nothing says that it goes over to it"),
                        List.of(declare));
        };
    }
}
