package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** An operation on one saga, on all commands to a participant, or on all sagas of a definition. */
abstract class GateCommand extends OperationCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The saga's id, or an order's.")
    private @Nullable String id;

    @Option(names = "--participant", paramLabel = "NAME", description = "Instead of one saga: all that is said to it.")
    private @Nullable String participant;

    @Option(names = "--definition", paramLabel = "NAME", description = "Instead of one saga: all that its sagas say.")
    private @Nullable String definition;

    @Override
    final String id() {
        return String.valueOf(id);
    }

    @Override
    public final Integer call() {
        if (Stream.of(id, participant, definition).filter(it -> it != null).count() != 1) {
            throw usage("name one saga by its ID, or --participant NAME, or --definition NAME");
        }
        return id == null ? gate() : super.call();
    }

    private int gate() {
        boolean one = participant != null;
        String name = String.valueOf(one ? participant : definition);
        Endpoints system = connection().endpoints();
        String path = (one ? "/api/participants/" : "/api/definitions/") + Api.encode(name) + "/";
        String what = (one ? "participant " : "definition ") + name;
        if (preview()) {
            return preview(what, api().get(system, system.orchestrator(), path + "gate"));
        }
        JsonNode answer = api().post(system, system.orchestrator(), path + operation(), because(), Map.of());
        if (json()) {
            print(answer);
        } else {
            out().println(what + " " + done() + "; look at it with: counterstep gates");
            out().flush();
        }
        return ExitCode.OK;
    }

    /** What would change for the gate that stands there now; opening or closing it sends nothing by itself. */
    abstract String effect(long held);

    private int preview(String what, JsonNode gate) {
        if (json()) {
            print(gate);
            return ExitCode.OK;
        }
        JsonNode now = gate.path("gate");
        String state = Json.show(now, "state");
        out().println(what + " is " + palette().state(state) + "; "
                + effect(now.path("held").asLong(0)));
        out().println(palette().faint("nothing was done; without --preview it is"));
        out().flush();
        return ExitCode.OK;
    }
}
