package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "mischief",
        description = {
            "Let the demo go wrong on purpose, and watch: refuse payments, slow shipping down.",
            "Without an option shows what is on. A service forgets it when it is started again.",
            "To stop a participant altogether: counterstep pause --participant payment"
        },
        footer = {
            "",
            "For example, beside another terminal with counterstep overview --watch:",
            "  counterstep mischief --refuse-every 3 --slow-shipping 2s",
            "  counterstep mischief --off"
        })
final class MischiefCommand extends ClientCommand {

    private static final String PATH = "/demo/mischief";
    private static final int NOT_FOUND = 404;

    @Option(names = "--refuse-every", paramLabel = "N", description = "Refuse each N-th payment, N from 2 to 100.")
    private @Nullable Integer refuseEvery;

    @Option(
            names = "--slow-shipping",
            paramLabel = "TIME",
            description = "Answer that much later in the shipping service, up to 10s.")
    private @Nullable String slowShipping;

    @Option(names = "--off", description = "End all of it.")
    private boolean off;

    @Override
    public Integer call() {
        if (off && (refuseEvery != null || slowShipping != null)) {
            throw usage("--off ends all mischief: leave out what else is wanted");
        }
        Duration slowBy = slowShipping == null ? null : Texts.duration(slowShipping);
        Endpoints system = connection().endpoints();
        JsonNode payment = ask(
                system,
                "payment",
                system.payment(),
                refuseEvery == null ? null : Json.object().put("refuseEvery", refuseEvery));
        JsonNode shipping = ask(
                system,
                "shipping",
                system.shipping(),
                slowBy == null ? null : Json.object().put("slowBy", slowBy.toString()));
        if (json()) {
            ObjectNode document = Json.object();
            document.set("payment", payment);
            document.set("shipping", shipping);
            print(document);
        } else {
            tell(payment.path("refuseEvery").asInt(0), Duration.parse(Json.show(shipping, "slowBy")));
        }
        return ExitCode.OK;
    }

    /** @param wish what is changed there, or null */
    private JsonNode ask(Endpoints system, String service, URI base, @Nullable ObjectNode wish) {
        try {
            return off
                    ? api().delete(system, base, PATH)
                    : wish == null ? api().get(system, base, PATH) : api().put(system, base, PATH, wish);
        } catch (ApiProblem problem) {
            if (problem.status() != NOT_FOUND) {
                throw problem;
            }
            throw new CliFailure(
                    ExitCode.REFUSED,
                    "the " + service + " service makes no mischief: it was started without the demo",
                    problem);
        }
    }

    private void tell(int every, Duration slowBy) {
        out().println(every == 0 ? "no payment is refused on purpose" : "one payment in " + every + " is refused");
        out().println(
                        slowBy.isZero()
                                ? "shipping takes no more time than it needs"
                                : "shipping takes " + Texts.number(slowBy.toMillis()) + " ms more");
        out().flush();
    }
}
