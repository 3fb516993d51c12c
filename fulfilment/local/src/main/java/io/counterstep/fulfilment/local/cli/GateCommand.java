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
        if (preview()) {
            throw usage("--preview is for one saga; what a gate holds is shown by: counterstep gates");
        }
        boolean one = participant != null;
        String name = String.valueOf(one ? participant : definition);
        Endpoints system = connection().endpoints();
        String path = (one ? "/api/participants/" : "/api/definitions/") + Api.encode(name) + "/" + operation();
        JsonNode answer = api().post(system, system.orchestrator(), path, because(), Map.of());
        if (json()) {
            print(answer);
        } else {
            String what = (one ? "participant " : "definition ") + name;
            out().println(what + " " + done() + "; look at it with: counterstep gates");
            out().flush();
        }
        return ExitCode.OK;
    }
}
