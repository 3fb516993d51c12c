package io.counterstep.chaos.run;

import io.counterstep.chaos.run.Report.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes reports to files, and the table of all that are there into a document. */
final class Publication {

    /** Between these two lines a document's table is replaced. */
    static final String BEGIN = "<!-- chaos:begin -->";

    static final String END = "<!-- chaos:end -->";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Publication() {}

    static String json(Report report) {
        return JSON.writeValueAsString(report);
    }

    static void toFolder(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("seed-" + report.seed() + ".json"), json(report) + "\n");
    }

    /** @throws IOException also if the document has no place for the table */
    static void toDocument(Path folder, Path document) throws IOException {
        String text = Files.readString(document);
        requirePlace(document);
        Files.writeString(
                document,
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + "\n\n"
                        + String.join("\n", markdown(reports(folder))) + "\n\n" + text.substring(text.indexOf(END)));
    }

    /** To be asked before minutes of faults. */
    static void requirePlace(Path document) throws IOException {
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        if (begin < 0 || text.indexOf(END) < begin) {
            throw new IOException(
                    document + " has no place for the table of runs: it needs the lines " + BEGIN + " and " + END);
        }
    }

    private static List<Report> reports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Report> reports = new ArrayList<>();
            for (Path file : files.filter(it -> it.getFileName().toString().matches("seed-.*\\.json"))
                    .toList()) {
                reports.add(JSON.readValue(Files.readString(file), Report.class));
            }
            reports.sort(Comparator.comparing(Report::seed));
            return reports;
        }
    }

    static List<String> markdown(List<Report> reports) {
        List<String> lines = new ArrayList<>();
        lines.add("| run | result | sagas | faults | recovery, median | recovery, at most | at rest after |");
        lines.add("|---|---|--:|--:|--:|--:|--:|");
        for (Report it : reports) {
            List<Double> recoveries = Report.times(it.strikes(), Strike::recovery);
            lines.add("| `%s` | %s | %s | %d | %s s | %s s | %s s |"
                    .formatted(
                            it.command(),
                            it.passed() ? "passed" : "**failed**: " + String.join("; ", it.problems()),
                            Numbers.text(sagas(it)),
                            it.fired(),
                            Numbers.text(Numbers.median(recoveries)),
                            Numbers.text(Numbers.max(recoveries)),
                            Numbers.text(it.settled())));
        }
        lines.add("| **all** | | **%s** | **%d** | | | |"
                .formatted(
                        Numbers.text(
                                reports.stream().mapToLong(Publication::sagas).sum()),
                        reports.stream().mapToLong(Report::fired).sum()));
        lines.add("");
        lines.add("| fault | fired | recovery, median | recovery, at most | longest time without an order ending |");
        lines.add("|---|--:|--:|--:|--:|");
        Map<String, List<Strike>> byFault = reports.stream()
                .flatMap(it -> it.strikes().stream())
                .collect(Collectors.groupingBy(Strike::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, strikes) -> lines.add("| `%s` | %d | %s s | %s s | %s s |"
                .formatted(
                        fault,
                        Report.fired(strikes),
                        Numbers.text(Numbers.median(Report.times(strikes, Strike::recovery))),
                        Numbers.text(Numbers.max(Report.times(strikes, Strike::recovery))),
                        Numbers.text(Numbers.max(Report.times(strikes, Strike::stall))))));
        return lines;
    }

    private static long sagas(Report report) {
        return report.orders().getOrDefault("completed", 0L) + report.orders().getOrDefault("canceled", 0L);
    }
}
