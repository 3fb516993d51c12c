package io.counterstep.fulfilment.local.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "repair",
        description = "Send what puts a finding of the audit right: its step's request or compensation.")
final class RepairCommand extends ClientCommand {

    @Parameters(paramLabel = "FINDING", description = "The finding's number, as the audit lists it.")
    private long finding;

    @Mixin
    private final Actor actor = new Actor();

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why; it is kept with the finding.")
    private String why = "";

    @Option(names = "--preview", description = "Show what would be sent, and do nothing.")
    private boolean preview;

    @Override
    public Integer call() {
        Endpoints system = connection().endpoints();
        String path = "/api/audit/findings/" + finding + "/repair" + (preview ? "?preview=true" : "");
        JsonNode proposal = api().post(system, system.orchestrator(), path, actor.because(why), Map.of());
        if (json()) {
            print(proposal);
        } else {
            say(proposal);
        }
        return Json.text(proposal, "problem") == null ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void say(JsonNode proposal) {
        String problem = Json.text(proposal, "problem");
        @Nullable String operation = Json.text(proposal, "operation");
        if (problem != null) {
            out().println(Texts.wrap("", "finding " + finding + " cannot be repaired: " + problem));
        } else if (operation != null) {
            out().println((preview ? "it would " : "done: ") + operation + " the saga");
        } else {
            out().println(Texts.wrap(
                    "",
                    (preview ? "it would send " : "sent ") + Json.show(proposal, "type") + " to "
                            + Json.show(proposal, "participant") + " as " + Json.show(proposal, "command")));
            out().println(Texts.wrap("  ", Json.show(proposal, "body")));
        }
        out().println(palette()
                .faint(preview ? "nothing was done; without --preview it is" : "the next audit closes the finding"));
        out().flush();
    }
}
