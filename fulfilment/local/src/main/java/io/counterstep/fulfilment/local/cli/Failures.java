package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/** Says what went wrong in words, on the error stream, and ends with the code that belongs to it. */
final class Failures implements IExecutionExceptionHandler {

    private static final Set<String> HEADLINE = Set.of("type", "title", "status", "instance");

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed)
            throws Exception {
        PrintWriter err = commandLine.getErr();
        Palette palette = new Palette(Ansi.AUTO.enabled());
        int code = switch (failure) {
            case CliFailure told -> {
                err.println(palette.red(String.valueOf(told.getMessage())));
                yield told.exitCode();
            }
            case ApiProblem problem -> {
                err.println(palette.red(headline(problem)));
                details(err, problem.body());
                yield ExitCode.REFUSED;
            }
            default -> throw failure;
        };
        err.flush();
        return code;
    }

    private static String headline(ApiProblem problem) {
        String title = Json.text(problem.body(), "title");
        return title == null ? String.valueOf(problem.getMessage()) : title + " (" + problem.status() + ")";
    }

    /** One line for each field; lists of objects (the rejected fields) one line for each element. */
    private static void details(PrintWriter err, JsonNode body) {
        body.properties().forEach(property -> {
            if (HEADLINE.contains(property.getKey())) {
                return;
            }
            JsonNode value = property.getValue();
            if (value.isArray()) {
                value.forEach(element -> line(err, property.getKey(), element));
            } else {
                line(err, property.getKey(), value);
            }
        });
    }

    private static void line(PrintWriter err, String name, JsonNode value) {
        err.println(Texts.wrap(String.format("  %-10s ", name), flat(value)));
    }

    /** {@code {"field":"lines[0].sku","message":"unknown"}} reads {@code field lines[0].sku, message unknown}. */
    private static String flat(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (!value.isObject()) {
            return value.toString();
        }
        return value.properties().stream()
                .map(it -> it.getKey() + " " + flat(it.getValue()))
                .reduce((left, right) -> left + ", " + right)
                .orElse("");
    }
}
