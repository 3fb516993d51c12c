package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "edit",
        description = {
            "Change what a dead letter says before it is replayed; its headers stay.",
            "What it said before stays in its history."
        },
        footer = {
            "",
            "For example:",
            "  counterstep edit 7 --file mended.json --why \"the amount was a text\"",
            "  counterstep replay 7 --why \"it is mended\""
        })
final class EditCommand extends LetterCommand {

    @Parameters(paramLabel = "ID", description = "Its number, as dead-letters lists it.")
    private String id = "";

    @ArgGroup(multiplicity = "1")
    private Words words = new Words();

    /** The new words; one of the two. */
    static final class Words {

        @Option(names = "--body", paramLabel = "JSON", description = "What it says from now on.")
        private String body = "";

        @Option(names = "--file", paramLabel = "FILE", description = "The same from a file, as it stands there.")
        private Path file = Path.of("");
    }

    @Override
    public Integer call() {
        String body = words.file.toString().isEmpty() ? words.body : read(words.file);
        return done(post(Api.encode(id) + "/edit", because().put("body", body)), "dead letter " + id + " is edited");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw CliFailure.usage("cannot read " + file + " as UTF-8: " + unreadable, unreadable);
        }
    }
}
