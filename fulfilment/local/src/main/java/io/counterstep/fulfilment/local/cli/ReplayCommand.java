package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "replay",
        description = {
            "Publish dead letters once more where they stood: one by its ID, or all of a topic, key or saga.",
            "Many go at a pace; look at it with: counterstep dead-letters --state replaying"
        })
final class ReplayCommand extends ClientCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Its number, as dead-letters lists it.")
    private @Nullable String id;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Instead of one: all that stood there.")
    private @Nullable String topic;

    @Option(names = "--key", paramLabel = "KEY", description = "Instead of one: all of this business key.")
    private @Nullable String key;

    @Option(names = "--saga", paramLabel = "ID", description = "Instead of one: all of this saga.")
    private @Nullable String saga;

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "Who decides so (default: ${DEFAULT-VALUE}).")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why; it goes into the history.")
    private String why = "";

    @Override
    public Integer call() {
        boolean many = topic != null || key != null || saga != null;
        if ((id == null) != many) {
            throw usage("name one dead letter by its ID, or several by --topic, --key or --saga");
        }
        Endpoints system = connection().endpoints();
        String path = "/api/dead-letters/" + (id == null ? "replay" + query() : Api.encode(id) + "/replay");
        JsonNode answer = api().post(
                        system,
                        system.orchestrator(),
                        path,
                        Json.object().put("by", by).put("why", why),
                        Map.of());
        if (json()) {
            print(answer);
        } else {
            out().println(
                            id == null
                                    ? Texts.number(answer.path("replaying").asLong(0))
                                            + " dead letters wait for their turn"
                                    : "dead letter " + id + " waits for its turn");
            out().flush();
        }
        return ExitCode.OK;
    }

    private String query() {
        List<String> parts = new ArrayList<>();
        add(parts, "topic", topic);
        add(parts, "key", key);
        add(parts, "saga", saga == null ? null : SagaIds.of(saga));
        return "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + Api.encode(value));
        }
    }
}
