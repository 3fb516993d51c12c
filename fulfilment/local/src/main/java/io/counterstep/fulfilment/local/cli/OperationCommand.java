package io.counterstep.fulfilment.local.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all commands share that do something to one saga: who, why, and the preview. */
abstract class OperationCommand extends ClientCommand {

    @Mixin
    private final Actor actor = new Actor();

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why; it goes into the history.")
    private String why = "";

    @Option(
            names = "--preview",
            description = "Show what would be sent and what could not be taken back, and do nothing.")
    private boolean preview;

    /** The saga's id, or an order's. */
    abstract String id();

    final boolean preview() {
        return preview;
    }

    final ObjectNode because() {
        return actor.because(why);
    }

    /** The last segment of the path. */
    abstract String operation();

    /** What is said of the saga once it is done, such as {@code tries again}. */
    abstract String done();

    /** More fields of the request. */
    void fill(ObjectNode request) {}

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String sagaId = SagaIds.of(id());
        ObjectNode request = because();
        fill(request);
        String path = "/api/sagas/" + Api.encode(sagaId) + "/" + operation() + (preview ? "?preview=true" : "");
        JsonNode answer = api().post(system, system.orchestrator(), path, request, Map.of());
        if (json()) {
            print(answer);
        } else if (preview) {
            show(sagaId, answer, money(system, sagaId));
        } else {
            out().println(sagaId + " " + done() + "; it is " + palette().state(Json.show(answer, "state")));
        }
        out().flush();
        return ExitCode.OK;
    }

    /** What the saga is about; nothing if it is gone meanwhile. */
    private Money money(Endpoints system, String sagaId) {
        return Money.ofSaga(api().find(system, system.orchestrator(), "/api/sagas/" + Api.encode(sagaId))
                .map(it -> it.path("facts"))
                .orElseGet(Json::object));
    }

    private void show(String sagaId, JsonNode effect, Money atStake) {
        String state = Json.show(effect, "state");
        out().println(sagaId + " would be " + palette().state(state));
        SagaLines.waits(effect).forEach(out()::println);
        list("at stake", atStake);
        list(
                "it would send",
                effect.path("commands")
                        .valueStream()
                        .map(OperationCommand::command)
                        .toList());
        list(
                "amounts in these",
                Money.ofCommands(effect.path("commands").valueStream().toList()));
        list(
                "nobody could take back that it",
                effect.path("irreversible")
                        .valueStream()
                        .map(it -> it.asString(""))
                        .toList());
        out().println(palette().faint("nothing was done; without --preview it is"));
    }

    private void list(String title, Money money) {
        String shown = money.shown();
        if (!shown.isEmpty()) {
            out().println(Texts.wrap(title + "  ", shown));
        }
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out().println(title);
        lines.forEach(it -> out().println(Texts.wrap("  ", it)));
    }

    private static String command(JsonNode command) {
        String what = Json.show(command, "type") + " to " + Json.show(command, "participant") + ": ";
        String problem = Json.text(command, "problem");
        return what + (problem == null ? Json.show(command, "body") : problem);
    }
}
