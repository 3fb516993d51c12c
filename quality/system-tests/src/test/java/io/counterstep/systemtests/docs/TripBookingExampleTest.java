package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** examples/trip-booking is as small as is said of it, and uses nothing that other teams could not. */
class TripBookingExampleTest {

    private static final String FOLDER = "examples/trip-booking/";
    private static final int MAX_LINES = 250;

    /** What a team depends on; what comes with these is theirs to use as well. */
    private static final List<String> PUBLISHED = List.of("saga-spring-boot-starter", "saga-testing");

    private static final Pattern OURS = Pattern.compile(
            "<dependency>\\s*<groupId>io\\.counterstep</groupId>\\s*<artifactId>([\\w-]+)</artifactId>");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(io\\.counterstep\\.\\w+)\\.");

    private static final List<String> SOURCES = Repository.files().stream()
            .filter(it -> it.startsWith(FOLDER) && it.endsWith(".java"))
            .toList();

    /** Blank lines, imports and package lines are not counted; comments and tests are. */
    @Test
    void itsJavaHasFewerThan250LinesWithItsTests() {
        assertThat(lines().filter(it -> !it.isBlank() && !it.matches("(import|package) .*;"))
                        .count())
                .isPositive()
                .isLessThan(MAX_LINES);
    }

    @Test
    void itsServiceAloneHasFewerThan250LinesWhateverIsCounted() {
        assertThat(SOURCES.stream()
                        .filter(it -> it.contains("/src/main/"))
                        .flatMap(it -> Repository.read(it).lines())
                        .count())
                .isPositive()
                .isLessThan(MAX_LINES);
    }

    @Test
    void itDependsOnPublishedModulesOnly() {
        assertThat(OURS.matcher(Repository.read(FOLDER + "pom.xml")).results().map(it -> it.group(1)))
                .containsExactlyInAnyOrderElementsOf(PUBLISHED);
        Set<String> used = new TreeSet<>();
        lines().map(IMPORT::matcher).filter(it -> it.find()).forEach(it -> used.add(it.group(1)));
        assertThat(used)
                .containsExactly(
                        "io.counterstep.core",
                        "io.counterstep.examples",
                        "io.counterstep.orchestrator",
                        "io.counterstep.participant",
                        "io.counterstep.testing");
    }

    private static Stream<String> lines() {
        return SOURCES.stream().flatMap(it -> Repository.read(it).lines());
    }
}
