package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a document names is there. */
class NamedThingsTest {

    private static final Pattern TICKED = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*Test");
    private static final Pattern FILE = Pattern.compile("[\\w./-]*\\w\\.(java|sql|yml|xml|md)");
    private static final Pattern FOLDER =
            Pattern.compile("(engine|fulfilment|examples|archetype|quality|docs|deploy)/[\\w./-]*");

    private static final List<String> FILES = Repository.files();

    static List<String> documents() {
        return Repository.documents();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyNamedTestFileAndFolderExists(String document) {
        Set<String> missing =
                ticked(document).stream().filter(it -> !exists(it)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing)
                .as("named in %s, but not in the repository", document)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(String document) {
        Path folder = Repository.ROOT.resolve(document).resolveSibling(".");
        Set<String> broken = Repository.lines(document, false)
                .flatMap(line -> LINK.matcher(line).results().map(it -> it.group(1)))
                .filter(it -> !it.startsWith("http"))
                .filter(it -> !Files.exists(folder.resolve(it)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).as("links of %s that lead nowhere", document).isEmpty();
    }

    private static Set<String> ticked(String document) {
        return Repository.lines(document, false)
                .flatMap(line -> TICKED.matcher(line).results().map(it -> it.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean exists(String name) {
        if (TEST.matcher(name).matches()) {
            return hasFile(name + ".java");
        }
        if (FILE.matcher(name).matches()) {
            return hasFile(name);
        }
        if (FOLDER.matcher(name).matches()) {
            return Files.exists(Repository.ROOT.resolve(name));
        }
        return true;
    }

    private static boolean hasFile(String name) {
        return FILES.contains(name) || FILES.stream().anyMatch(it -> it.endsWith("/" + name));
    }
}
