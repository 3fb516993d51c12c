package io.counterstep.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.counterstep.fulfilment.local.cli.CounterstepCli;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The commands in the documents are commands of this repository. */
class CommandsTest {

    private static final String PROGRAM = "./counterstep";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static Stream<String> commands() {
        return Repository.documents().stream()
                .flatMap(it -> commandsOf(it).stream())
                .distinct();
    }

    private static List<String> commandsOf(String document) {
        return Repository.lines(document, true)
                .map(it -> it.startsWith("$ ") ? it.substring(2) : it)
                .filter(it -> it.startsWith(PROGRAM + " "))
                .map(it -> it.replaceFirst("\\s+#.*", "").strip())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsUnderstood(String command) {
        String[] words = words(command.substring(PROGRAM.length()));
        assertThatCode(() -> commandLine().parseArgs(words)).doesNotThrowAnyException();
    }

    @Test
    void bothReadmesShowTheSameCommands() {
        assertThat(commandsOf("README.ko.md")).isNotEmpty().containsExactlyElementsOf(commandsOf("README.md"));
    }

    @Test
    void theTestCommandIsTheOneOfContinuousIntegration() {
        String command = "mvn -B verify";
        assertThat(Repository.read(".ci/run").lines()).contains(command);
        assertThat(Repository.lines("README.md", true)).contains(command);
        assertThat(Repository.lines("README.ko.md", true)).contains(command);
        assertThat(Repository.lines("CONTRIBUTING.md", true)).contains(command);
        assertThat(Repository.ROOT.resolve(".ci/run")).isExecutable();
    }

    private static String[] words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            words.add(quoted == null ? matcher.group(2) : quoted);
        }
        return words.toArray(String[]::new);
    }

    /** As the program makes it; by reflection, because nobody else should need it. */
    static CommandLine commandLine() throws ReflectiveOperationException {
        for (Method method : CounterstepCli.class.getDeclaredMethods()) {
            if (method.getReturnType() == CommandLine.class) {
                method.setAccessible(true);
                return (CommandLine) method.invoke(null);
            }
        }
        throw new AssertionError(CounterstepCli.class + " has no method that makes its command line");
    }
}
