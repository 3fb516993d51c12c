package io.counterstep.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code in the guide is code that compiles and runs here, letter for letter. */
class GuideTest {

    private static final Path CHAPTERS = Path.of("").toAbsolutePath();
    private static final Path SOURCES = CHAPTERS.resolve("src/test/java/io/counterstep/guide");
    private static final String CONTENTS = "README.md";
    private static final Pattern MARKER = Pattern.compile("<!-- from (\\w+\\.java#\\w+) -->");
    private static final Pattern CHAPTER = Pattern.compile("^\\d\\d-[a-z-]+\\.md$");

    static List<String> chapters() {
        return names(CHAPTERS, ".md")
                .filter(it -> CHAPTER.matcher(it).matches())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void everyBlockOfJavaIsTheRegionThatItNames(String chapter) {
        Map<String, String> regions = regions();
        List<String> lines = lines(CHAPTERS.resolve(chapter));
        int blocks = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                Matcher marker = MARKER.matcher(lines.get(i - 1));
                assertThat(marker.matches())
                        .as("line %d of %s names the block's source: %s", i, chapter, lines.get(i - 1))
                        .isTrue();
                List<String> rest = lines.subList(i + 1, lines.size());
                assertThat(String.join("\n", rest.subList(0, rest.indexOf("```"))))
                        .as("%s in %s", marker.group(1), chapter)
                        .isEqualTo(regions.get(marker.group(1)));
                blocks++;
            }
        }
        assertThat(blocks).as("blocks of Java in %s", chapter).isPositive();
    }

    @Test
    void everyRegionIsShownOnce() {
        List<String> shown = chapters().stream()
                .flatMap(it -> lines(CHAPTERS.resolve(it)).stream())
                .map(MARKER::matcher)
                .filter(Matcher::matches)
                .map(it -> it.group(1))
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(regions().keySet());
    }

    @Test
    void theContentsNameEveryChapterInItsOrder() {
        Pattern link = Pattern.compile("\\]\\((\\d\\d-[a-z-]+\\.md)\\)");
        List<String> linked = link.matcher(String.join("\n", lines(CHAPTERS.resolve(CONTENTS))))
                .results()
                .map(it -> it.group(1))
                .toList();
        assertThat(linked).isNotEmpty().containsExactlyElementsOf(chapters());
    }

    /** Each region's text without its common indent, by file and name. */
    private static Map<String, String> regions() {
        Map<String, String> regions = new TreeMap<>();
        for (String file : names(SOURCES, ".java").toList()) {
            String name = "";
            List<String> text = new ArrayList<>();
            for (String line : lines(SOURCES.resolve(file))) {
                String bare = line.strip();
                if (bare.startsWith("// region ")) {
                    name = file + "#" + bare.substring("// region ".length());
                    text.clear();
                } else if (bare.equals("// endregion")) {
                    regions.put(name, String.join("\n", text).stripIndent());
                } else {
                    text.add(line);
                }
            }
        }
        return regions;
    }

    private static Stream<String> names(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(it -> String.valueOf(it.getFileName()))
                    .filter(it -> it.endsWith(ending))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
