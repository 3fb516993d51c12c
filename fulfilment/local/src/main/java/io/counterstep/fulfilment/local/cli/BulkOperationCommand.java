package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all commands share that do something to many sagas: which, who, why, the preview, and following it to its end. Each is named
 * as the orchestrator names its operation.
 */
abstract class BulkOperationCommand extends ClientCommand {

    static final String PATH = "/api/bulk-operations";

    @Mixin
    private final BulkFilterOptions filter = new BulkFilterOptions();

    @Mixin
    private final Actor actor = new Actor();

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why; it goes into each history.")
    private String why = "";

    @Option(names = "--rate", paramLabel = "N", description = "The most sagas a second (default: 20).")
    private @Nullable Integer rate;

    @Option(names = "--max", paramLabel = "N", description = "The most sagas, the oldest first (default: 1000).")
    private @Nullable Integer max;

    @Option(names = "--preview", description = "Show what would be done, and do nothing.")
    private boolean preview;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not show and ask first.")
    private boolean yes;

    @Option(names = "--no-follow", description = "End once it has begun.")
    private boolean noFollow;

    /** More fields of the request. */
    void fill(ObjectNode request) {}

    /** The one that is named, which such an operation needs. */
    final String step() {
        String step = filter.step();
        if (step == null) {
            throw usage("name the step with --step, for example --step payment");
        }
        return step;
    }

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        ObjectNode request = request();
        if (json() && !yes && !preview) {
            throw usage("--json asks nothing: add --yes to do it, or --preview to see it");
        }
        if (preview || !yes) {
            JsonNode shown = post(system, PATH + "?preview=true", request);
            if (json()) {
                print(shown);
                return ExitCode.OK;
            }
            BulkLines.preview(name(), shown, palette()).forEach(out()::println);
            out().flush();
            if (preview || shown.path("count").asLong(0) == 0) {
                out().println(palette().faint("nothing was done"));
                out().flush();
                return ExitCode.OK;
            }
            if (!new Confirmation(terminal()).given(name() + " them? [y/N] ")) {
                throw new CliFailure(ExitCode.REFUSED, "nothing was done; --yes does it without asking", null);
            }
        }
        return begun(system, post(system, PATH, request));
    }

    private int begun(Endpoints system, JsonNode begun) {
        String id = Json.show(begun, "id");
        if (!json()) {
            out().println("operation " + id + " has begun");
            out().flush();
        }
        JsonNode last = noFollow ? begun : follow(system, id);
        if (json()) {
            print(last);
        } else if (noFollow) {
            out().println(palette().faint("look at it with: counterstep bulk show " + id));
        } else {
            BulkLines.end(last, palette()).forEach(out()::println);
        }
        out().flush();
        return noFollow ? ExitCode.OK : exitCode(last);
    }

    /** Of one that is over: whether it came to its end, and nothing failed. */
    static int exitCode(JsonNode operation) {
        boolean well = Json.show(operation, "state").equals("DONE")
                && operation.path("failed").asLong(0) == 0;
        return well ? ExitCode.OK : ExitCode.REFUSED;
    }

    private JsonNode follow(Endpoints system, String id) {
        Progress progress = new Progress(err(), terminal());
        return new BulkFollower(api(), system, out(), !json(), terminal(), progress).follow(id);
    }

    private JsonNode post(Endpoints system, String path, ObjectNode request) {
        return api().post(system, system.orchestrator(), path, request, Map.of());
    }

    private ObjectNode request() {
        ObjectNode request = Json.object().put("operation", name());
        ObjectNode which = filter.json();
        if (which.isEmpty()) {
            throw usage("say which sagas, for example --state needs_attention");
        }
        request.set("filter", which);
        fill(request);
        request.setAll(actor.because(why));
        if (rate != null) {
            request.put("rate", rate);
        }
        if (max != null) {
            request.put("max", max);
        }
        return request;
    }
}
