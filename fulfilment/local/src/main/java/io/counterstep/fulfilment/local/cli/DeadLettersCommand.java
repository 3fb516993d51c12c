package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "dead-letters",
        description = "List messages that could not be handled and were put aside.",
        footer = {"", "For example, what waits for an operator:", "  counterstep dead-letters --state parked"})
final class DeadLettersCommand extends ListingCommand {

    @Option(names = "--state", paramLabel = "STATE", description = "PARKED, REPLAYING, REPLAYED or DISCARDED.")
    private @Nullable String state;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only those that stood there, e.g. payment-events.")
    private @Nullable String topic;

    @Option(names = "--key", paramLabel = "KEY", description = "Only this business key's, e.g. an order id.")
    private @Nullable String key;

    @Option(names = "--saga", paramLabel = "ID", description = "Only this saga's.")
    private @Nullable String saga;

    @Override
    View look(Endpoints system) {
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("state", Texts.upperCase(state));
        filters.put("topic", topic);
        filters.put("key", key);
        filters.put("saga", saga == null ? null : SagaIds.of(saga));
        return list(system, system.orchestrator(), "/api/dead-letters", "deadLetters", filters, this::lines);
    }

    private List<String> lines(ObjectNode letters) {
        Table table = new Table(
                fixed("ID"),
                fixed("STATE").painted(palette()::state),
                fixed("AGE"),
                shrinking("TYPE"),
                shrinking("SOURCE"));
        Instant now = terminal().now();
        for (JsonNode letter : letters.path("deadLetters")) {
            table.row(
                    Json.text(letter, "reason"),
                    Json.show(letter, "id"),
                    Json.show(letter, "state"),
                    Texts.age(Json.show(letter, "diedAt"), now),
                    Json.show(letter, "type"),
                    Json.show(letter, "source"));
        }
        return lines(table, "no dead letters", letters);
    }
}
