package io.counterstep.core.migrate;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import java.util.List;

/**
 * What a deploy would mean to the sagas that are active.
 *
 * @param versions each version that active sagas have, by definition and version
 * @param sagas those that are not safe, the oldest first, at most {@link #MAX_SAGAS} of each version
 */
public record VerdictReport(List<Version> versions, List<Line> sagas) {

    /** More sagas than this are counted, but not listed. */
    public static final int MAX_SAGAS = 20;

    public VerdictReport {
        versions = List.copyOf(versions);
        sagas = List.copyOf(sagas);
    }

    /**
     * The active sagas of one version.
     *
     * @param fate what is to become of those that are safe
     */
    public record Version(String definition, int version, Fate fate, long safe, long needMapping, long wouldStrand) {}

    /** What is to become of a version's sagas. */
    public enum Fate {
        /** They end by it, since it is registered. */
        KEPT,
        /** They are moved, as a migration says. */
        MIGRATED,
        /** It is not registered, and nothing says what is to become of them. */
        NOT_REGISTERED
    }

    /** @param step what it waits for, several separated by spaces */
    public record Line(SagaId saga, int version, Status state, String step, Verdict verdict) {}

    /** How many active sagas there are. */
    public long active() {
        return versions.stream()
                .mapToLong(it -> it.safe() + it.needMapping() + it.wouldStrand())
                .sum();
    }

    public long needMapping() {
        return versions.stream().mapToLong(Version::needMapping).sum();
    }

    public long wouldStrand() {
        return versions.stream().mapToLong(Version::wouldStrand).sum();
    }

    /** True if the deploy may go ahead: a start would not be refused. */
    public boolean isSafe() {
        return needMapping() == 0 && wouldStrand() == 0;
    }
}
