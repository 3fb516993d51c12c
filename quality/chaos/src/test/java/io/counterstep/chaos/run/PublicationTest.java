package io.counterstep.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.chaos.run.Report.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    @Test
    void theDocumentShowsAllReportsOfTheFolderAndKeepsTheRest(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(
                folder.resolve("doc.md"), "before\n" + Publication.BEGIN + "\nold\n" + Publication.END + "\nafter\n");
        Publication.toFolder(report(2, true, List.of()), folder);
        Publication.toFolder(report(1, false, List.of("I1 order o-1 was lost")), folder);

        Publication.toDocument(folder, document);

        assertThat(Files.readString(document))
                .startsWith("before\n")
                .endsWith("\nafter\n")
                .doesNotContain("old")
                .containsSubsequence(
                        "| `./counterstep chaos --seed 1` | **failed**: 1 violations | 1,200 | 1 |",
                        "| `./counterstep chaos --seed 2` | passed | 1,200 | 1 |",
                        "| **all** | | **2,400** | **2** |",
                        "| `clock` | 0 | 0.0 s | 0.0 s | 0.0 s |",
                        "| `kill-broker` | 2 | 2.5 s | 2.5 s | 4.0 s |");
    }

    @Test
    void aDocumentWithoutAPlaceForTheTableIsLeftAlone(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(folder.resolve("doc.md"), "nothing\n");

        assertThatThrownBy(() -> Publication.requirePlace(document)).hasMessageContaining(Publication.BEGIN);
        assertThat(Files.readString(document)).isEqualTo("nothing\n");
    }

    @Test
    void theTextFitsEightyColumnsAndSaysWhatWasWrong() {
        List<String> lines = TextReport.lines(report(1, false, List.of("I1 order o-1 was lost")));

        assertThat(lines).allSatisfy(line -> assertThat(line.lines()).allMatch(it -> it.length() <= 80));
        assertThat(lines).contains("I1 order o-1 was lost", "Failed: 1 violations");
        assertThat(lines).anyMatch(it -> it.startsWith("not fired: clock of order-1"));
    }

    private static Report report(long seed, boolean passed, List<String> violations) {
        return new Report(
                "./counterstep chaos --seed " + seed,
                seed,
                60,
                "2026-11-23T10:00:00Z",
                passed,
                passed ? List.of() : List.of("1 violations"),
                Map.of("completed", 900L, "canceled", 300L, "wanted", 1_250L, "accepted", 1_200L),
                Map.of("202", 1_200L, "503", 50L, "none", 3L),
                List.of(
                        new Strike("kill-broker", "broker-1", 3, 5, 2.5, 4, true, "1 killed"),
                        new Strike("clock", "order-1", 9, 5, 0.5, 0.5, false, "out of reach")),
                2.5,
                Map.of("dead letters", 3L),
                violations,
                List.of());
    }
}
