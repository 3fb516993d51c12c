package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Findings as a table for other programs: RFC 4180, UTF-8, with a title line. */
final class AuditCsv {

    private static final List<String> COLUMNS = List.of(
            "id",
            "kind",
            "participant",
            "saga",
            "step",
            "state",
            "foundAt",
            "closedAt",
            "repair",
            "repaired",
            "detail");

    /** What a spreadsheet would take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private AuditCsv() {}

    static void write(Path file, JsonNode findings) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", COLUMNS));
        for (JsonNode finding : findings) {
            lines.add(COLUMNS.stream().map(it -> cell(Json.show(finding, it))).collect(Collectors.joining(",")));
        }
        Files.writeString(file, String.join("\r\n", lines) + "\r\n");
    }

    static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(it -> it == ',' || it == '"' || it == '\n' || it == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
