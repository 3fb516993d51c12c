package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            BulkShowCommand.class,
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
    static final class Retry extends BulkOperationCommand {}

    @Command(name = "compensate", description = "Turn each of them back from where it is.")
    static final class Compensate extends BulkOperationCommand {}

    @Command(name = "pause", description = "Hold back what each of them says; replies are still taken.")
    static final class Pause extends BulkOperationCommand {}

    @Command(name = "resume", description = "Let each of them go on that is paused.")
    static final class Resume extends BulkOperationCommand {}

    @Command(name = "skip", description = "Go on without the step --step, behind the pivot; it will never be done.")
    static final class Skip extends BulkOperationCommand {
        @Override
        void fill(ObjectNode request) {
            request.put("step", step());
        }
    }

    @Command(
            name = "resolve",
            description = "Take a reply for given that a participant owes each of them at the step --step.")
    static final class Resolve extends BulkOperationCommand {

        @Mixin
        private final Reply reply = new Reply();

        @Override
        void fill(ObjectNode request) {
            reply.fill(request.put("step", step()));
        }
    }
}
