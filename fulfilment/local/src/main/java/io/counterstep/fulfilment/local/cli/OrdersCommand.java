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

@Command(name = "orders", description = "List orders, newest first.")
final class OrdersCommand extends ListingCommand {

    @Option(names = "--customer", paramLabel = "ID", description = "Only this customer's.")
    private @Nullable String customer;

    @Option(names = "--status", paramLabel = "STATUS", description = "PENDING, COMPLETED or CANCELED.")
    private @Nullable String status;

    @Override
    View look(Endpoints system) {
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("customerId", customer);
        filters.put("status", Texts.upperCase(status));
        return list(system, system.order(), "/orders", "orders", filters, this::lines);
    }

    private List<String> lines(ObjectNode orders) {
        Table table = new Table(
                fixed("ORDER"),
                fixed("STATUS").painted(palette()::state),
                shrinking("CUSTOMER"),
                shrinking("TOTAL"),
                fixed("AGE"));
        Instant now = terminal().now();
        for (JsonNode order : orders.path("orders")) {
            table.row(
                    Json.text(order, "reason"),
                    Json.show(order, "orderId"),
                    Json.show(order, "status"),
                    Json.show(order, "customerId"),
                    Texts.money(order.path("total")),
                    Texts.age(Json.show(order, "createdAt"), now));
        }
        return lines(table, "no orders", orders);
    }
}
