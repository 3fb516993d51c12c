package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "bulk",
        description = {
            "Do the same to many sagas that are not over: the oldest first, at a pace.",
            "It is shown and asked for before; then it goes on by itself, whoever is killed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = Table.WIDTH,
        synopsisSubcommandLabel = "OPERATION",
        subcommands = {
            BulkCommand.Retry.class,
            BulkCommand.Compensate.class,
            BulkCommand.Pause.class,
            BulkCommand.Resume.class,
            BulkCommand.Skip.class,
            BulkCommand.Resolve.class,
            BulkListCommand.class,
            BulkCancelCommand.class
        },
        footer = {
            "",
            "For example, to turn back all that has waited for the carrier for an hour:",
            "  counterstep bulk compensate --participant shipping --min-age 1h --why TEXT"
        })
final class BulkCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which operation? For example: counterstep bulk list");
    }

    @Command(name = "retry", description = "Send again what each of them waits for.")
    static final class Retry extends BulkOperationCommand {
        @Override
        String operation() {
            return "retry";
        }
    }

    @Command(name = "compensate", description = "Turn each of them back from where it is.")
    static final class Compensate extends BulkOperationCommand {
        @Override
        String operation() {
            return "compensate";
        }
    }

    @Command(name = "pause", description = "Hold back what each of them says; replies are still taken.")
    static final class Pause extends BulkOperationCommand {
        @Override
        String operation() {
            return "pause";
        }
    }

    @Command(name = "resume", description = "Let each of them go on that is paused.")
    static final class Resume extends BulkOperationCommand {
        @Override
        String operation() {
            return "resume";
        }
    }

    @Command(name = "skip", description = "Go on without the step --step, behind the pivot; it will never be done.")
    static final class Skip extends BulkOperationCommand {
        @Override
        String operation() {
            return "skip";
        }

        @Override
        void fill(ObjectNode request) {
            request.put("step", step());
        }
    }

    @Command(
            name = "resolve",
            description = "Take a reply for given that a participant owes each of them at the step --step.")
    static final class Resolve extends BulkOperationCommand {

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "The reply's message type.")
        private String type = "";

        @Option(
                names = "--body",
                defaultValue = "{}",
                paramLabel = "JSON",
                description = "The reply's own fields, as a JSON object (default: none).")
        private String body = "{}";

        @Override
        String operation() {
            return "resolve";
        }

        @Override
        void fill(ObjectNode request) {
            request.put("step", step()).put("type", type).set("body", fields(body));
        }
    }
}
