package io.counterstep.orchestrator;

import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport;
import java.util.ArrayList;
import java.util.List;

/** Guards that no saga is stranded by a deploy: each ends by the version it started with, or was moved to. */
public final class ActiveVersions {

    /** How many sagas are named when a start is refused. */
    private static final int EXAMPLES = 5;

    private ActiveVersions() {}

    /** @throws IllegalStateException listing what unfinished sagas need and nobody registered, with some of them and why */
    public static void require(SagaDefinitions definitions, SagaStores stores) {
        VerdictReport report = Verdicts.of(definitions, stores.map(SagaStores.Database::jdbc));
        if (report.isSafe()) {
            return;
        }
        List<String> missing = report.versions().stream()
                .filter(it -> it.needMapping() + it.wouldStrand() > 0)
                .map(it ->
                        it.needMapping() + it.wouldStrand() + " of '" + it.definition() + "' version " + it.version())
                .toList();
        List<String> examples = new ArrayList<>();
        report.sagas().stream()
                .limit(EXAMPLES)
                .forEach(it -> examples.add(it.saga() + " at " + it.step() + ": " + why(it.verdict())));
        throw new IllegalStateException("unfinished sagas need definitions that are not registered: "
                + String.join(", ", missing)
                + "; keep a bean for each until its last saga has ended, or move them with a SagaMigration bean. "
                + String.join(" | ", examples));
    }

    private static String why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Safe safe -> "safe";
            case Verdict.NeedsMapping mapping ->
                "needs a mapping, since " + String.join(", ", mapping.why()) + "; for example "
                        + String.join(" or ", mapping.suggestions());
            case Verdict.WouldStrand strand -> "would strand, since " + String.join(", ", strand.why());
        };
    }
}
