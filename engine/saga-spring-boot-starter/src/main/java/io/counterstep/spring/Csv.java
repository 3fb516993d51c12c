package io.counterstep.spring;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of a table for other programs: RFC 4180, where no cell is a formula. */
final class Csv {

    /** What a spreadsheet would take for one. */
    private static final String FORMULA = "=+-@\t\r";

    private static final String QUOTED = ",\"\n\r";

    private Csv() {}

    /** With its end. */
    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(it -> QUOTED.indexOf(it) >= 0);
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
