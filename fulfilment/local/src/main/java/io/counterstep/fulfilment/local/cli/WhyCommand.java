package io.counterstep.fulfilment.local.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "why",
        description = {
            "Say why a saga is where it is: what it waits for, and what happens next.",
            "With --watch until it is over: then ends with 0 if it is COMPLETED, 1 if it is CANCELED."
        })
final class WhyCommand extends ViewCommand {

    private static final String INDENT = "           ";

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Override
    View look(Endpoints system) {
        String path = "/api/sagas/" + Api.encode(SagaIds.of(id)) + "/why";
        JsonNode why = api().get(system, system.orchestrator(), path);
        return View.ofSaga(Json.show(why, "state"), watched(), why, () -> lines(why));
    }

    private List<String> lines(JsonNode why) {
        List<String> lines = new ArrayList<>();
        String state = Json.show(why, "state");
        lines.add(Texts.wrap("", Json.show(why, "saga")) + "  " + palette().state(state));
        lines.add(Texts.wrap("", Json.show(why, "sentence")));
        Instant now = terminal().now();
        for (JsonNode wait : why.path("waits")) {
            lines.add("");
            lines.addAll(waits(wait, now));
        }
        return lines;
    }

    private static List<String> waits(JsonNode wait, Instant now) {
        List<String> lines = new ArrayList<>();
        boolean undoing = Json.show(wait, "action").equals("compensate");
        lines.add(Texts.wrap(
                "waits for  ",
                Json.show(wait, "step") + (undoing ? " to be undone" : " to be done") + ": "
                        + Json.show(wait, "sentence")));
        lines.add(Texts.wrap("then       ", Json.show(wait, "then")));
        JsonNode command = wait.path("command");
        if (command.isObject()) {
            lines.add(Texts.wrap("command    ", command(command, now)));
        }
        for (JsonNode it : wait.path("consumers")) {
            JsonNode hasRead = it.path("hasRead");
            String read =
                    hasRead.isBoolean() ? (hasRead.booleanValue() ? "has read it" : "has not read it") : "reads there";
            lines.add(Texts.wrap(
                    INDENT, Json.show(it, "group") + " " + read + ", " + Json.show(it, "lag") + " records behind"));
        }
        for (JsonNode it : wait.path("deadLetters")) {
            lines.add(Texts.wrap(
                    "letter     ",
                    Json.show(it, "id") + " " + Json.show(it, "state") + ": " + Json.show(it, "reason")));
        }
        return lines;
    }

    private static String command(JsonNode command, Instant now) {
        String offset = Json.show(command, "offset");
        String place = Json.show(command, "topic")
                + (offset.isEmpty() ? "" : "/" + Json.show(command, "partition") + "/" + offset);
        String age = Texts.age(Json.show(command, "saidAt"), now);
        String found = Json.show(command, "found");
        return Json.show(command, "type") + " on " + place
                + (age.isEmpty() ? ", not sent" : ", first sent " + age + " ago")
                + (found.isEmpty() ? "" : "; " + found);
    }
}
