package io.counterstep.systemtests.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.order.OrderProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/configuration.md names every setting with its default, and none that does not exist. */
class ConfigurationTest {

    private static final String DOCUMENT = "docs/configuration.md";
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /** A table's row: the setting, then its default; a dash if there is none. */
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (?:`([^`]*)`|(—)) \\|.*", Pattern.MULTILINE);

    /** A bound: what it is, then its constant, its value and its file. */
    private static final Pattern BOUND =
            Pattern.compile("^\\| [^`|]+ \\| `([A-Z_]+)` \\| `([^`]+)` \\| `(\\w+\\.java)` \\|", Pattern.MULTILINE);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):?([^}]*)}");

    @Test
    void everyPropertyOfTheEngineIsThereWithItsDefault() throws IOException {
        assertThat(documented("counterstep\\..*")).isEqualTo(engineProperties());
    }

    @Test
    void everyPropertyOfTheOrderServiceIsThereWithItsDefault() {
        Map<String, String> expected = new TreeMap<>();
        for (Parameter parameter : OrderProperties.class.getDeclaredConstructors()[0].getParameters()) {
            DefaultValue value = parameter.getAnnotation(DefaultValue.class);
            expected.put("order." + kebab(parameter.getName()), value == null ? "" : value.value()[0]);
        }
        assertThat(documented("order\\..*")).isEqualTo(expected);
    }

    @Test
    void everyEnvironmentVariableOfTheServicesIsThere() {
        Set<String> expected = Repository.files().stream()
                .filter(it -> it.matches("fulfilment/[^/]+/src/main/resources/.*\\.yml"))
                .flatMap(it -> VARIABLE.matcher(Repository.read(it)).results())
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented("[A-Z_]+").keySet()).isEqualTo(expected);
    }

    @Test
    void everyOptionOfTheLocalSystemIsThere() throws ReflectiveOperationException {
        Set<String> expected = new TreeSet<>();
        for (String command : List.of("up", "reset", "bench", "chaos")) {
            CommandLine subcommand =
                    requireNonNull(CommandsTest.commandLine().getSubcommands().get(command), command);
            subcommand.getCommandSpec().options().stream()
                    .filter(it -> !it.usageHelp() && !it.versionHelp())
                    .forEach(it -> expected.add(command + " " + it.longestName()));
        }
        assertThat(documented("(up|reset|bench|chaos) --.*").keySet()).isEqualTo(expected);
    }

    @Test
    void everyBoundIsAsTheCodeSays() {
        List<MatchResult> bounds =
                BOUND.matcher(Repository.read(DOCUMENT)).results().toList();
        assertThat(bounds).isNotEmpty();
        for (MatchResult bound : bounds) {
            String file = Repository.files().stream()
                    .filter(it -> it.endsWith("/" + bound.group(3)))
                    .findFirst()
                    .orElseThrow();
            assertThat(Repository.read(file)).contains(" " + bound.group(1) + " = " + bound.group(2) + ";");
        }
    }

    private static Map<String, String> documented(String names) {
        return ROW.matcher(Repository.read(DOCUMENT))
                .results()
                .filter(it -> it.group(1).matches(names))
                .collect(Collectors.toMap(it -> it.group(1), ConfigurationTest::value, (a, b) -> a, TreeMap::new));
    }

    private static String value(MatchResult row) {
        @Nullable String value = row.group(2);
        return value == null ? "" : value;
    }

    private static Map<String, String> engineProperties() throws IOException {
        Map<String, String> properties = new TreeMap<>();
        Map<String, Integer> described = new HashMap<>();
        for (URL url : Collections.list(ConfigurationTest.class.getClassLoader().getResources(METADATA))) {
            try (InputStream in = url.openStream()) {
                JsonNode metadata = JsonMapper.shared().readTree(new String(in.readAllBytes(), UTF_8));
                for (JsonNode property : metadata.path("properties")) {
                    String name = property.path("name").asString();
                    if (name.startsWith("counterstep.")) {
                        properties.put(name, property.path("defaultValue").asString(""));
                        described.put(
                                name, property.path("description").asString("").length());
                    }
                }
            }
        }
        assertThat(properties)
                .as("generated by spring-boot-configuration-processor")
                .isNotEmpty();
        assertThat(described).as("length of each description").doesNotContainValue(0);
        return properties;
    }

    private static String kebab(String camel) {
        return Stream.of(camel.split("(?=[A-Z])"))
                .map(it -> it.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
    }
}
