package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} has each fault of the catalogue once, with tests that are there and a state. */
class ReliabilityTest {

    private static final String DOCUMENT = "docs/reliability.md";
    private static final int FAULTS = 39;

    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*");
    private static final Pattern TEST = Pattern.compile("`(\\w+)`");
    private static final Pattern STATE =
            Pattern.compile("(covered|partly: .+|chaos|not covered: .+|(covered|chaos): .+)");

    /** A line of a table, by its cells. */
    private record Row(int fault, String what, String mustHold, String tests, String state) {

        static Row of(String line) {
            List<String> cells = Arrays.stream(
                            line.substring(1, line.length() - 1).split("\\|", -1))
                    .map(String::strip)
                    .toList();
            assertThat(cells).as(line).hasSize(5);
            return new Row(Integer.parseInt(cells.get(0)), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
        }

        List<String> namedTests() {
            return TEST.matcher(tests).results().map(it -> it.group(1)).toList();
        }
    }

    private final List<Row> rows = Repository.lines(DOCUMENT, false)
            .filter(ROW.asMatchPredicate())
            .map(Row::of)
            .toList();

    @Test
    void eachFaultHasOneRow() {
        assertThat(rows)
                .extracting(Row::fault)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FAULTS).boxed().toList());
        assertThat(rows)
                .allSatisfy(it -> assertThat(List.of(it.what(), it.mustHold(), it.tests()))
                        .as("fault %d", it.fault())
                        .doesNotContain(""));
    }

    @Test
    void eachRowHasAStateThatSaysWhatIsMissing() {
        assertThat(rows)
                .allSatisfy(
                        it -> assertThat(it.state()).as("fault %d", it.fault()).matches(STATE));
    }

    @Test
    void whatIsCoveredNamesTestsAndAllOfThemExist() {
        Set<String> there = Repository.files().stream()
                .filter(it -> it.contains("src/test/java/"))
                .map(it -> it.substring(it.lastIndexOf('/') + 1).replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(rows).allSatisfy(it -> {
            assertThat(there).as("fault %d", it.fault()).containsAll(it.namedTests());
            if (it.state().startsWith("covered") || it.state().startsWith("partly")) {
                assertThat(it.namedTests()).as("fault %d", it.fault()).isNotEmpty();
            }
        });
    }

    @Test
    void theChaosRunsHaveTheirSection() {
        assertThat(Repository.lines(DOCUMENT, false)).contains("## Chaos runs");
    }
}
