package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "sagas",
        description = "List sagas.",
        footer = {"", "For example, what waits for an operator:", "  counterstep sagas --state needs_attention"})
final class SagasCommand extends ListingCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "RUNNING, COMPENSATING, COMPLETED, CANCELED, NEEDS_ATTENTION or PAUSED.")
    private @Nullable String state;

    @Option(names = "--step", paramLabel = "STEP", description = "Only those at this step, for example payment.")
    private @Nullable String step;

    @Option(names = "--definition", paramLabel = "NAME", description = "Only this definition's, e.g. fulfil-order.")
    private @Nullable String definition;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this business key's, e.g. an order id.")
    private @Nullable String key;

    @Option(names = "--min-age", paramLabel = "TIME", description = "Only those at least so old, e.g. 30s or PT5M.")
    private @Nullable String minAge;

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("state", Texts.upperCase(state));
        filters.put("step", step);
        filters.put("definition", definition);
        filters.put("key", key);
        filters.put("minAge", minAge);
        return list(system, system.orchestrator(), "/api/sagas", "sagas", filters, this::show);
    }

    private void show(ObjectNode sagas) {
        Table table = new Table(
                fixed("KEY"),
                fixed("STATE").painted(palette()::state),
                shrinking("STEP"),
                fixed("AGE"),
                shrinking("DEFINITION"));
        Instant now = Clock.systemUTC().instant();
        for (JsonNode saga : sagas.path("sagas")) {
            table.row(
                    Json.text(saga, "reason"),
                    Json.show(saga, "key"),
                    Json.show(saga, "state"),
                    Json.show(saga, "step"),
                    Texts.age(Json.show(saga, "startedAt"), now),
                    Json.show(saga, "definition"));
        }
        show(table, "no sagas", sagas);
    }
}
