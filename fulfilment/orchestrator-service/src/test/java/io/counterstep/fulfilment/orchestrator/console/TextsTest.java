package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a person reads stands in both languages. */
class TextsTest {

    private static final Path RESOURCES = Path.of("src/main/resources/console");
    private static final Path SOURCES = Path.of("src/main/java/io/counterstep/fulfilment/orchestrator/console");

    private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-zA-Z0-9.-]+)[(}]");
    private static final Pattern IN_SOURCES = Pattern.compile("text\\(\\s*\"([a-zA-Z0-9.-]+[a-zA-Z0-9])\"");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)}");

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSameArguments() throws IOException {
        Properties english = texts("en");
        Properties korean = texts("ko");
        assertThat(korean.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(korean.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
            assertThat(korean.getProperty(key)).as(key).isNotBlank();
        }
    }

    @Test
    void everyTextThatIsUsedExists() throws IOException {
        Set<String> used = new TreeSet<>(used(RESOURCES, ".html", IN_TEMPLATES));
        used.addAll(used(SOURCES, ".java", IN_SOURCES));
        assertThat(used).hasSizeGreaterThan(40);
        assertThat(texts("en").stringPropertyNames()).containsAll(used);
    }

    /** An apostrophe is a quote in a message with arguments, and none in one without. */
    @Test
    void noTextHasAnApostrophe() throws IOException {
        for (String language : Set.of("en", "ko")) {
            assertThat(texts(language).values())
                    .allSatisfy(it -> assertThat(it.toString()).doesNotContain("'"));
        }
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(RESOURCES.resolve("messages_" + language + ".properties"))) {
            texts.load(in);
        }
        return texts;
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> used(Path folder, String ending, Pattern pattern) throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(ending)).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(it -> used.add(it.group(1)));
            }
        }
        return used;
    }
}
