package io.counterstep.core.migrate;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves active sagas from one version to another:
 *
 * <pre>{@code
 * SagaMigration.from("fulfil-order", 1).to(definitionV2).step("payment", "charge").leavingOut("fraud-check");
 * }</pre>
 *
 * Steps that kept their name need no mention. A renamed step keeps its former name towards participants, whose ledgers
 * know it by that. Immutable and thread-safe.
 */
public final class SagaMigration {

    private static final String DEPLOYMENT = "deployment";

    private final String name;
    private final int fromVersion;
    private final SagaDefinition<?> to;
    private final Mapping mapping;
    private final String by;
    private final String why;

    private SagaMigration(String name, int fromVersion, SagaDefinition<?> to, Mapping mapping, String by, String why) {
        this.name = name;
        this.fromVersion = fromVersion;
        this.to = to;
        this.mapping = mapping;
        this.by = by;
        this.why = why;
    }

    /** A migration has its source; it needs the version it leads to. */
    public record From(String name, int version) {

        /** @throws IllegalArgumentException if that is another definition, or the same version */
        public SagaMigration to(SagaDefinition<?> definition) {
            if (!definition.name().equals(name) || definition.version().number() == version) {
                throw new IllegalArgumentException("a migration from '" + name + "' version " + version
                        + " must lead to another version of it, found '" + definition.name() + "' version "
                        + definition.version().number());
            }
            return new SagaMigration(name, version, definition, Mapping.NONE, DEPLOYMENT, "it replaces the former");
        }
    }

    /** @param version the one that sagas are moved away from */
    public static From from(String name, int version) {
        return new From(name, version);
    }

    /**
     * That step is called otherwise now.
     *
     * @throws IllegalArgumentException if the new version has no such step, or either name is mapped already
     */
    public SagaMigration step(String formerName, String newName) {
        requireStep(newName);
        if (mapping.renamed().containsKey(formerName) || mapping.renamed().containsValue(newName)) {
            throw new IllegalArgumentException(
                    "step '" + formerName + "' or '" + newName + "' is mapped already: map each step to one step");
        }
        Map<String, String> renamed = new LinkedHashMap<>(mapping.renamed());
        renamed.put(formerName, newName);
        return with(new Mapping(renamed, mapping.leftOut()));
    }

    /**
     * Sagas that are past the place where that new step stands go on without it; others will do it.
     *
     * @throws IllegalArgumentException if the new version has no such step
     */
    public SagaMigration leavingOut(String newStep) {
        requireStep(newStep);
        Set<String> leftOut = new LinkedHashSet<>(mapping.leftOut());
        leftOut.add(newStep);
        return with(new Mapping(mapping.renamed(), leftOut));
    }

    /** Who wants it and why, for the sagas' histories; by default {@value #DEPLOYMENT}. */
    public SagaMigration because(String who, String reason) {
        return new SagaMigration(name, fromVersion, to, mapping, who, reason);
    }

    private SagaMigration with(Mapping changed) {
        return new SagaMigration(name, fromVersion, to, changed, by, why);
    }

    private void requireStep(String step) {
        to.step(step);
    }

    /** The name of the definition. */
    public String name() {
        return name;
    }

    public int fromVersion() {
        return fromVersion;
    }

    /** Where it leads. */
    public SagaDefinition<?> to() {
        return to;
    }

    Mapping mapping() {
        return mapping;
    }

    /** The same as {@link Verdict#of} with this mapping. */
    public Verdict verdict(@Nullable DefinitionShape from, SagaInstance saga) {
        return Verdict.of(to, this, from, saga);
    }

    /** A saga that was moved, with the line for its history. */
    public record Migrated(SagaInstance saga, Transition transition) {}

    /**
     * Moves a saga. Nothing is said because of it: what is outstanding stays so, under the same id.
     *
     * @param from the shape of the version that the saga has, if it is known
     * @throws IllegalArgumentException if the saga has another version, or the verdict is not {@link Verdict.Safe}
     */
    public Migrated migrate(@Nullable DefinitionShape from, SagaInstance saga, Instant now) {
        if (!saga.id().definition().equals(name) || saga.version() != fromVersion) {
            throw new IllegalArgumentException("saga " + saga.id() + " has version " + saga.version()
                    + ", this migration is from '" + name + "' version " + fromVersion);
        }
        Verdict verdict = verdict(from, saga);
        if (!(verdict instanceof Verdict.Safe)) {
            throw new IllegalArgumentException("saga " + saga.id() + " cannot be moved to version "
                    + to.version().number() + ": " + verdict);
        }
        return new Moving(DefinitionShape.of(to), mapping, saga).moved(by, why, now);
    }

    @Override
    public String toString() {
        return "'" + name + "' version " + fromVersion + " to " + to.version().number();
    }
}
