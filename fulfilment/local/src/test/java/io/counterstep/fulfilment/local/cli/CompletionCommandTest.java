package io.counterstep.fulfilment.local.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CompletionCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final String script = Cli.run("completion").out();

    @Test
    void itNamesEveryCommandAndEveryOption() {
        Map<String, CommandLine> commands = CounterstepCli.commandLine().getSubcommands();

        assertThat(commands).hasSizeGreaterThan(20).containsKey("completion");
        commands.forEach((name, command) -> {
            String part = partOf(name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(part).as("options of %s", name).contains(option.names());
            }
        });
    }

    @Test
    void bashUnderstandsIt() throws IOException, InterruptedException {
        assertThat(bash("-n", "")).isEmpty();
    }

    @Test
    void bashCompletesCommandsOptionsAndStates() throws IOException, InterruptedException {
        assertThat(completed("counterstep", "dead")).contains("dead-letters", "dead-letter");
        assertThat(completed("counterstep", "sagas", "--defin"))
                .containsExactlyInAnyOrder("--definition", "--definition-version");
        assertThat(completed("counterstep", "sagas", "--state", "NEEDS")).containsExactly("NEEDS_ATTENTION");
    }

    @Test
    void itIsForZshToo() {
        assertThat(script).contains("ZSH_VERSION", "bashcompinit");
    }

    /** The function that completes the words of one command. */
    private String partOf(String command) {
        int begin = script.indexOf("function _picocli_counterstep_" + command.replace("-", "") + "() {");
        assertThat(begin).as("the part of %s", command).isPositive();
        return script.substring(begin, script.indexOf("\n}", begin));
    }

    /** What bash offers for the last word. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        String ask = """
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                compopt() { :; } # it works only where a key was pressed
                _complete_counterstep
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(String.join(" ", words), words.length - 1);
        return bash("", ask).lines().map(String::strip).toList();
    }

    private String bash(String option, String more) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script"), script + "\n" + more);
        Process bash = new ProcessBuilder(
                        option.isEmpty() ? List.of("bash", file.toString()) : List.of("bash", option, file.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
        return said;
    }
}
