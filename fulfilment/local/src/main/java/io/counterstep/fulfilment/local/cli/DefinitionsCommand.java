package io.counterstep.fulfilment.local.cli;

import static io.counterstep.fulfilment.local.cli.Table.Column.fixed;
import static io.counterstep.fulfilment.local.cli.Table.Column.shrinking;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "definitions",
        description = {
            "Show the versions of definitions: how many sagas are active by each, at which steps, and whether the running"
                    + " build can end them.",
            "The steps of one: counterstep definition NAME",
            "What another build could do: counterstep verdict"
        })
final class DefinitionsCommand extends ViewCommand {

    private static final String PATH = "/api/definitions";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this one, e.g. fulfil-order (default: all).")
    private @Nullable String name;

    @Override
    View look(Endpoints system) {
        List<String> names = name != null
                ? List.of(name)
                : api().get(system, system.orchestrator(), PATH)
                        .valueStream()
                        .map(it -> Json.show(it, "name"))
                        .toList();
        ObjectNode document = Json.object();
        ArrayNode definitions = document.putArray("definitions");
        for (String one : names) {
            definitions
                    .addObject()
                    .put("name", one)
                    .set(
                            "versions",
                            api().get(system, system.orchestrator(), PATH + "/" + Api.encode(one) + "/versions"));
        }
        return View.of(document, () -> lines(definitions));
    }

    private List<String> lines(JsonNode definitions) {
        Table table = new Table(
                shrinking("DEFINITION"),
                fixed("VERSION"),
                fixed("CODE"),
                fixed("SINCE"),
                fixed("ACTIVE"),
                shrinking("VERDICT").painted(this::painted));
        Instant now = terminal().now();
        for (JsonNode definition : definitions) {
            for (JsonNode it : definition.path("versions")) {
                table.row(
                        waiting(it),
                        Json.show(definition, "name"),
                        Json.show(it, "version"),
                        code(it),
                        Texts.age(Json.show(it, "registeredAt"), now),
                        Texts.counted(it, it.path("active").asLong(0)),
                        verdict(it.path("verdict")));
            }
        }
        return lines(table, "no definitions", Json.object());
    }

    private static String code(JsonNode version) {
        if (!version.path("here").asBoolean(false)) {
            return "not here";
        }
        return version.path("newest").asBoolean(false) ? "newest" : "here";
    }

    private static @Nullable String waiting(JsonNode version) {
        String steps = version.path("waiting")
                .valueStream()
                .map(it -> Json.show(it, "step") + " "
                        + Texts.counted(version, it.path("sagas").asLong(0)))
                .collect(Collectors.joining(", "));
        return steps.isEmpty() ? null : "wait at " + steps;
    }

    private static String verdict(JsonNode verdict) {
        long strand = verdict.path("wouldStrand").asLong(0);
        long mapping = verdict.path("needMapping").asLong(0);
        if (strand > 0) {
            return Texts.number(strand) + " would strand";
        }
        if (mapping > 0) {
            return Texts.number(mapping) + " need a mapping";
        }
        return verdict.isObject() ? "safe" : "";
    }

    private String painted(String verdict) {
        return verdict.isBlank()
                ? verdict
                : verdict.startsWith("safe")
                        ? palette().green(verdict)
                        : palette().red(verdict);
    }
}
