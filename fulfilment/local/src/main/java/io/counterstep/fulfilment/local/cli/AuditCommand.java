package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "audit",
        description = {
            "Show where sagas and participants contradict each other: charged yet",
            "canceled, stock held by a dead saga, completed yet not shipped, and",
            "effects without a saga. Ends with 5 if there are such findings, and with",
            "4 if the audit failed, wholly or with a participant."
        },
        footer = {
            "",
            "For example, to look anew and keep the result:",
            "  counterstep audit --start --wait --csv findings.csv"
        })
final class AuditCommand extends ViewCommand {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    @Option(names = "--start", description = "Begin an audit; without it the last one's findings are shown.")
    private boolean start;

    @Option(names = "--wait", description = "Wait until the audit that runs is done.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long --wait waits, then ends with 4 (default: ${DEFAULT-VALUE}).")
    private String timeout = "10m";

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "With --start: what changed in so short a time counts as in motion.")
    private @Nullable String grace;

    @Mixin
    private final Actor actor = new Actor();

    @Option(
            names = "--why",
            defaultValue = "on the command line",
            paramLabel = "TEXT",
            description = "With --start: why; it is kept with the run.")
    private String why = "";

    @Option(names = "--runs", description = "Instead of findings: the last runs, one line each.")
    private boolean runs;

    @Option(names = "--all", description = "Closed findings too.")
    private boolean all;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only findings of this kind, e.g. EFFECT_MISSING.")
    private @Nullable String kind;

    @Option(names = "--participant", paramLabel = "NAME", description = "Only findings with this participant.")
    private @Nullable String participant;

    @Option(names = "--saga", paramLabel = "ID", description = "Only findings about this saga, or order.")
    private @Nullable String saga;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the findings into this file as CSV.")
    private @Nullable Path csv;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit = Pages.MAX_LIMIT;

    @Override
    public Integer call() {
        Duration patience = Texts.duration(timeout);
        if (runs && (all || csv != null || !isOfAll())) {
            throw usage("--runs shows no findings: leave out what chooses or writes them");
        }
        Endpoints system = connection().endpoints();
        if (start) {
            ObjectNode request = actor.because(why);
            if (grace != null) {
                request.put("grace", Texts.duration(grace).toString());
            }
            api().post(system, system.orchestrator(), "/api/audit", request, Map.of());
        }
        Instant end = terminal().now().plus(patience);
        while (wait && isRunning(api().get(system, system.orchestrator(), "/api/audit"))) {
            if (terminal().now().isAfter(end)) {
                err().println("the audit is still running after " + timeout);
                return ExitCode.UNFINISHED;
            }
            pause();
        }
        return view(system);
    }

    @Override
    View look(Endpoints system) {
        JsonNode overview = api().get(system, system.orchestrator(), "/api/audit");
        if (runs) {
            Instant now = terminal().now();
            return new View(
                    overview,
                    () -> AuditRuns.lines(overview, now, palette()),
                    exitCode(overview, Json.object()),
                    false);
        }
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("state", all ? null : "OPEN");
        filters.put("kind", Texts.upperCase(kind));
        filters.put("participant", participant);
        filters.put("saga", saga == null ? null : SagaIds.of(saga));
        ObjectNode found =
                new Pages(api(), system).read(system.orchestrator(), "/api/audit/findings", "findings", filters, limit);
        write(found);
        found.set("audit", overview.path("runs").path(0));
        return new View(found, () -> lines(overview, found), exitCode(overview, found), false);
    }

    private int exitCode(JsonNode overview, JsonNode found) {
        boolean open = isOfAll() ? !overview.path("open").isEmpty() : hasOpen(found);
        if (open) {
            return ExitCode.FINDINGS;
        }
        return isFailed(overview.path("runs").path(0)) ? ExitCode.UNFINISHED : ExitCode.OK;
    }

    private boolean isOfAll() {
        return kind == null && participant == null && saga == null;
    }

    private static boolean hasOpen(JsonNode found) {
        return found.path("findings")
                .valueStream()
                .anyMatch(it -> Json.show(it, "state").equals("OPEN"));
    }

    private static boolean isFailed(JsonNode run) {
        return Json.show(run, "state").equals("FAILED")
                || run.path("participants")
                        .valueStream()
                        .anyMatch(it -> Json.show(it, "pass").equals("FAILED"));
    }

    private static boolean isRunning(JsonNode overview) {
        return Json.show(overview.path("runs").path(0), "state").equals("RUNNING");
    }

    private void pause() {
        try {
            terminal().pause(LOOK_EVERY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.INTERRUPTED, "interrupted while the audit was running", stopped);
        }
    }

    private void write(ObjectNode found) {
        if (csv == null) {
            return;
        }
        try {
            AuditCsv.write(csv, found.path("findings"));
        } catch (IOException failed) {
            throw CliFailure.usage("cannot write " + csv + ": " + failed.getMessage(), failed);
        }
    }

    private List<String> lines(JsonNode overview, ObjectNode found) {
        List<String> lines = new ArrayList<>();
        JsonNode run = overview.path("runs").path(0);
        Instant now = terminal().now();
        if (run.isMissingNode()) {
            lines.add("nothing was audited yet: counterstep audit --start --wait");
        } else {
            lines(lines, run, now);
        }
        Table table = new Table(
                fixed("ID"),
                shrinking("KIND"),
                shrinking("PARTICIPANT"),
                shrinking("STEP"),
                fixed("AGE"),
                fixed("REPAIR"));
        for (JsonNode finding : found.path("findings")) {
            table.row(
                    note(finding),
                    Json.show(finding, "id"),
                    Json.show(finding, "kind"),
                    Json.show(finding, "participant"),
                    Json.show(finding, "step"),
                    Texts.age(Json.show(finding, "foundAt"), now),
                    Json.show(finding, "repair"));
        }
        lines.addAll(lines(table, "no findings", found));
        if (!table.isEmpty()) {
            lines.add(palette().faint("look at one with: counterstep finding ID; repair it with:"));
            lines.add(palette().faint("  counterstep repair ID --why TEXT [--preview]"));
        }
        return lines;
    }

    private static void lines(List<String> lines, JsonNode run, Instant now) {
        lines.add("audit " + Json.show(run, "id") + ", " + Texts.age(Json.show(run, "startedAt"), now) + " ago by "
                + Json.show(run, "by") + ": " + Json.show(run, "state"));
        problem(lines, "  ", run);
        for (JsonNode part : run.path("participants")) {
            lines.add("  " + Json.show(part, "participant") + " " + Json.show(part, "pass") + ", "
                    + Texts.number(part.path("lookedAt").asLong(0)) + " looked at");
            problem(lines, "    ", part);
        }
        long untold = run.path("untold").asLong(0);
        if (untold > 0) {
            lines.add("  " + Texts.number(untold) + " more findings than can be kept: repair, and audit again");
        }
        long unjudged = run.path("unjudged").asLong(0);
        if (unjudged > 0) {
            lines.add("  " + Texts.number(unjudged) + " effects or findings that it could not judge");
        }
    }

    private static void problem(List<String> lines, String indent, JsonNode of) {
        String problem = of.path("problem").asString("");
        if (!problem.isEmpty()) {
            lines.add(indent + "failed: " + problem.lines().findFirst().orElse(""));
        }
    }

    private static String note(JsonNode finding) {
        String state = Json.show(finding, "state");
        long repaired = finding.path("repaired").asLong(0);
        return Json.show(finding, "saga") + ": " + Json.show(finding, "detail")
                + (repaired > 0 ? "; repaired " + repaired + " times" : "")
                + (state.equals("CLOSED") ? "; closed" : "");
    }
}
