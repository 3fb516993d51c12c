package io.counterstep.fulfilment.local.cli;

import io.counterstep.core.migrate.VerdictReport;
import io.counterstep.fulfilment.local.OrchestratorDatabase;
import io.counterstep.fulfilment.orchestrator.OrderVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The definitions are those of this build, the sagas those of the system that runs, which an older build may run. */
@Command(
        name = "verdict",
        description = {
            "Say what deploying this build would mean to the sagas that are active now.",
            "Reads the orchestrator's database and changes nothing; the system may run, or stand.",
            "Ends with 0 if a start would not be refused, 1 if sagas need a mapping, 2 if some would strand."
        },
        footer = {
            "",
            "For example, in a checkout of the new version, beside the old one:",
            "  counterstep verdict --data ../old/.counterstep"
        })
final class VerdictCommand extends ClientCommand {

    private static final int NEED_MAPPING = 1;
    private static final int WOULD_STRAND = 2;

    @Option(names = "--jdbc", paramLabel = "URL", description = "The orchestrator's database, if it is elsewhere.")
    private @Nullable String jdbc;

    @Option(names = "--user", paramLabel = "NAME", description = "Who reads it (default: ${DEFAULT-VALUE}).")
    private String user = OrchestratorDatabase.USER;

    @Option(names = "--password", interactive = true, arity = "0..1", description = "Asked for if no value is given.")
    private String password = OrchestratorDatabase.PASSWORD;

    @Override
    public Integer call() {
        OrchestratorDatabase.quietly();
        VerdictReport report;
        if (jdbc != null) {
            report = of(jdbc);
        } else {
            try (OrchestratorDatabase database = OrchestratorDatabase.of(
                            connection().data(), connection().offset())
                    .orElseThrow(() -> new Unreachable(
                            "there is no data of a system in " + connection().data(), null))) {
                report = of(database.jdbcUrl());
            }
        }
        if (json()) {
            print(VerdictLines.document(report));
        } else {
            VerdictLines.of(report).forEach(out()::println);
            out().flush();
        }
        return report.wouldStrand() > 0 ? WOULD_STRAND : report.needMapping() > 0 ? NEED_MAPPING : ExitCode.OK;
    }

    private VerdictReport of(String url) {
        try {
            return OrderVerdict.of(url, user, password);
        } catch (IllegalStateException unreadable) {
            throw new CliFailure(ExitCode.UNREACHABLE, url + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
