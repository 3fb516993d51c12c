package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "sagas",
        description = {
            "List sagas, the newest first.",
            "At each look the orchestrator goes through so many of them only, and says how far back that was."
        },
        footer = {
            "",
            "For example, what waits for an operator, and what failed within an hour, for a spreadsheet:",
            "  counterstep sagas --state needs_attention,paused",
            "  counterstep sagas --state canceled --max-age 1h --export csv --out canceled.csv"
        })
final class SagasCommand extends ListingCommand {

    private static final String PATH = "/api/sagas";

    /** How many are exported if nobody says; the orchestrator gives at most 100,000. */
    private static final int EXPORTED = 10_000;

    private enum Format {
        CSV,
        JSON
    }

    /** Into a file instead of onto the screen; both or neither. */
    static final class Export {
        @Option(
                names = "--export",
                required = true,
                paramLabel = "FORMAT",
                description = "Write them as csv or json into a file; --limit is then 10,000, and at most 100,000.")
        private Format format = Format.CSV;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "That file; an old one is replaced.")
        private Path file = Path.of("");
    }

    @Mixin
    private final SearchFilterOptions filters = new SearchFilterOptions();

    @Option(names = "--all-the-way", description = "Look further back until --limit of them are found.")
    private boolean allTheWay;

    @ArgGroup(exclusive = false)
    private @Nullable Export export;

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        if (export == null) {
            return view(system);
        }
        if (watched()) {
            throw usage("an export cannot be watched: leave out --watch or --export");
        }
        return export(system, export);
    }

    @Override
    View look(Endpoints system) {
        Progress progress = new Progress(err(), terminal());
        try {
            return list(
                    system,
                    system.orchestrator(),
                    PATH,
                    "sagas",
                    filters.query(),
                    (lookedBackTo, found) -> goOn(progress, lookedBackTo, found),
                    this::lines);
        } finally {
            progress.clear();
        }
    }

    private boolean goOn(Progress progress, String lookedBackTo, int found) {
        if (allTheWay) {
            progress.now(
                    "looked back " + Texts.age(lookedBackTo, terminal().now()) + ", " + Texts.number(found) + " found");
        }
        return allTheWay;
    }

    private int export(Endpoints system, Export wanted) {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put("format", wanted.format.name().toLowerCase(Locale.ROOT));
        query.putAll(filters.query());
        query.put("max", String.valueOf(limit(EXPORTED)));
        Progress progress = new Progress(err(), terminal());
        try {
            long bytes = new Download(system, it -> progress.now(Texts.size(it)))
                    .into(wanted.file, system.orchestrator(), PATH + "/export" + Query.of(query));
            progress.clear();
            if (json()) {
                print(Json.object().put("file", wanted.file.toString()).put("bytes", bytes));
            } else {
                err().println("wrote " + Texts.size(bytes) + " to " + wanted.file);
            }
            return ExitCode.OK;
        } finally {
            progress.clear();
        }
    }

    private List<String> lines(ObjectNode sagas) {
        Table table = new Table(
                fixed("KEY"),
                fixed("STATE").painted(palette()::state),
                shrinking("STEP"),
                fixed("AGE"),
                shrinking("DEFINITION"));
        Instant now = terminal().now();
        for (JsonNode saga : sagas.path("sagas")) {
            table.row(
                    Json.text(saga, "reason"),
                    Json.show(saga, "key"),
                    Json.show(saga, "state"),
                    Json.show(saga, "step"),
                    Texts.age(Json.show(saga, "startedAt"), now),
                    Json.show(saga, "definition"));
        }
        String lookedBackTo = Json.show(sagas, "lookedBackTo");
        if (lookedBackTo.isEmpty()) {
            return lines(table, "no sagas", sagas);
        }
        List<String> lines = new ArrayList<>(lines(table, "no sagas", Json.object()));
        lines.add(palette()
                .faint("looked back only to " + lookedBackTo + " (" + Texts.age(lookedBackTo, now) + " ago)"
                        + (allTheWay ? "" : "; --all-the-way goes on")));
        return lines;
    }
}
