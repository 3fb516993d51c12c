package io.counterstep.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.counterstep.benchmarks.run.Entrant;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class ReportTest {

    private final Report report = Reports.twoRounds();

    @Test
    void theComparisonIsWithTheFastestPeerOfTheSameRound() {
        // 300 to 100 in the first round, 400 to 400 in the second
        assertThat(report.summary().ratios()).containsExactly(new Summary.Ratio("engine", 1, new Spread(2, 1, 3)));
    }

    @Test
    void whatIsMeasuredBesideStoredSagasIsNoPeer() {
        assertThat(Entrant.isPeer("counterstep, 5000000 finished")).isFalse();
        assertThat(Entrant.isPeer("counterstep")).isFalse();
        assertThat(Entrant.isPeer("rival")).isTrue();
    }

    @Test
    void jsonBeginsWithTheFieldsThatAreAskedForAndTellsWhereAndHow() {
        JsonNode json = report.json();

        assertThat(json.propertyNames()).startsWith("results");
        JsonNode first = json.path("results").get(0);
        assertThat(first.propertyNames())
                .startsWith("system", "workload", "outstanding", "sagasPerSecond", "p50Ms", "p99Ms", "cpuMsPerSaga");
        assertThat(first.path("system").asString()).isEqualTo("counterstep");
        assertThat(first.path("sagasPerSecond").asDouble()).isEqualTo(350);
        assertThat(first.path("max").path("sagasPerSecond").asDouble()).isEqualTo(400);
        assertThat(first.path("perSaga").path("records").asDouble()).isEqualTo(9);
        assertThat(first.path("rounds")).hasSize(2);
        assertThat(json.path("floors")
                        .get(0)
                        .path("shareReached")
                        .path("median")
                        .asDouble())
                .isCloseTo(0.7, within(0.01));
        assertThat(json.path("settings").path("failingPercent").asInt()).isEqualTo(30);
        assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
        assertThat(json.path("command").asString()).contains("--peers --floor");
        assertThat(json.path("failures")).hasSize(1);
    }

    @Test
    void theTextFitsEightyColumns() {
        List<String> lines = TextReport.lines(report);

        assertThat(lines).anySatisfy(line -> assertThat(line).contains("512", "counterstep", "3,500"));
        assertThat(lines).anySatisfy(line -> assertThat(line).isEqualTo("             a system with a long name:"));
        assertThat(lines)
                .filteredOn(it -> !it.startsWith("not measured"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void aDocumentsFiguresAreReplacedAndTheRestIsKept(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(folder.resolve("doc.md"), """
                before
                %s
                old
                %s
                after
                """.formatted(Publication.BEGIN, Publication.END));
        Path charts = folder.resolve("charts");

        Publication.toFolder(report, charts);
        Publication.toDocument(report, document, charts);
        Publication.toDocument(report, document, charts);

        String text = Files.readString(document);
        assertThat(text)
                .startsWith("before\n" + Publication.BEGIN)
                .endsWith(Publication.END + "\nafter\n")
                .contains("| 1 | counterstep | 350 (300–400) |", "charts/throughput-engine.svg", "| commit | abc |")
                .doesNotContain("old");
        assertThat(charts)
                .isDirectoryContaining("glob:**/results.json")
                .isDirectoryContaining("glob:**/throughput-engine.svg")
                .isDirectoryContaining("glob:**/latency-engine.svg")
                .isDirectoryContaining("glob:**/cpu-engine.svg");
    }

    @Test
    void aDocumentWithoutAPlaceForFiguresIsRefused(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(folder.resolve("doc.md"), "text");

        assertThatThrownBy(() -> Publication.requirePlace(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no place for figures");
    }

    @Test
    void aChartIsWellFormedAndShowsEveryMedianAndTheLimit() throws Exception {
        BarChart chart = new BarChart("sagas & <more>", List.of("one", "two"));
        chart.group("1", java.util.Arrays.asList(Spread.of(100, 200, 300), null));
        chart.group("512", List.of(Spread.of(1_000), Spread.of(2_000)));
        chart.limit("floor", 5_000);

        String svg = chart.svg();

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg).contains(">200<", ">1,000<", ">2,000<", ">floor 5,000<", "one", "two");
        assertThat(svg.split("<rect", -1)).hasSize(1 + 2 + 3);
    }
}
