package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code in the READMEs is code that compiles and runs here, letter for letter. */
class SnippetsTest {

    private static final List<String> READMES = List.of("README.md", "README.ko.md");

    private static final String SOURCES = "quality/system-tests/src/test/";
    private static final Pattern MARKER = Pattern.compile("<!-- from (\\S+)#(\\S+) -->");

    /** A block of code in a document, and the region it is taken from. */
    record Snippet(String document, String file, String region, String text) {
        @Override
        public String toString() {
            return document + ": " + file + "#" + region;
        }
    }

    static Stream<Snippet> snippets() {
        return READMES.stream().flatMap(it -> snippetsOf(it).stream());
    }

    private static List<Snippet> snippetsOf(String document) {
        List<Snippet> snippets = new ArrayList<>();
        List<String> lines = Repository.read(document).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher marker = MARKER.matcher(lines.get(i));
            if (marker.matches()) {
                List<String> rest = lines.subList(i + 2, lines.size());
                String text = String.join("\n", rest.subList(0, rest.indexOf("```")));
                snippets.add(new Snippet(document, marker.group(1), marker.group(2), text));
            }
        }
        return snippets;
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void aSnippetIsTheRegionOfItsFile(Snippet snippet) {
        assertThat(snippet.text()).isEqualTo(region(SOURCES + snippet.file(), snippet.region()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ko.md"})
    void everyBlockOfJavaNamesItsSource(String document) {
        List<String> lines = Repository.read(document).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                assertThat(lines.get(i - 1)).as("line %d of %s", i, document).matches(MARKER);
            }
        }
        assertThat(snippetsOf(document)).isNotEmpty();
    }

    private static String region(String file, String name) {
        List<String> lines = Repository.read(file).lines().toList();
        List<String> bare = lines.stream().map(it -> it.strip()).toList();
        int begin = indexOf(bare, "region " + name, file);
        int end = indexOf(bare.subList(begin, bare.size()), "endregion", file) + begin;
        return String.join("\n", lines.subList(begin + 1, end));
    }

    private static int indexOf(List<String> lines, String marker, String file) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("// " + marker) || lines.get(i).equals("# " + marker)) {
                return i;
            }
        }
        throw new AssertionError(file + " has no line '" + marker + "'");
    }
}
