package io.counterstep.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report to files. */
public final class Publication {

    /** Between these two lines a document's figures are replaced. */
    static final String BEGIN = "<!-- bench:begin -->";

    static final String END = "<!-- bench:end -->";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Publication() {}

    /** Writes {@code results.json} and the charts. */
    public static void toFolder(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(report.json()) + "\n");
        for (Map.Entry<String, String> chart : Charts.of(report).entrySet()) {
            Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
        }
    }

    /**
     * Replaces the figures in a document.
     *
     * @param folder where the charts are
     * @throws IOException also if the document has no place for figures
     */
    public static void toDocument(Report report, Path document, Path folder) throws IOException {
        String text = Files.readString(document);
        requirePlace(document, text);
        Path base = document.toAbsolutePath().normalize().getParent();
        Path charts =
                base == null ? folder : base.relativize(folder.toAbsolutePath().normalize());
        String figures = MarkdownReport.of(report, charts.toString().replace('\\', '/'));
        Files.writeString(
                document,
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + "\n\n" + figures + "\n\n"
                        + text.substring(text.indexOf(END)));
    }

    /** To be asked before hours of measuring. */
    public static void requirePlace(Path document) throws IOException {
        requirePlace(document, Files.readString(document));
    }

    private static void requirePlace(Path document, String text) throws IOException {
        int begin = text.indexOf(BEGIN);
        if (begin < 0 || text.indexOf(END) < begin) {
            throw new IOException(document + " has no place for figures: it needs the lines " + BEGIN + " and " + END);
        }
    }
}
