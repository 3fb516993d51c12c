package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether the order makes sense is for the order service to say; here only its form is checked. */
@Command(
        name = "order",
        description = {
            "Place an order and follow its saga to the end.",
            "Ends with 0 if the order was completed, 1 if it was canceled, rejected or needs an operator, 4 if it"
                    + " is still on its way after --timeout."
        },
        footer = {"", "For example:", "  counterstep order alice KEYBOARD:2 MOUSE:1 --to KR --postal-code 04524"})
final class OrderCommand extends ClientCommand {

    private static final Pattern LINE = Pattern.compile("(?<sku>.+):(?<quantity>-?\\d{1,9})");

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Who orders and pays, for example alice.")
    private String customer = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SKU:QTY", description = "What and how many.")
    private List<String> lines = List.of();

    @Option(names = "--to", required = true, paramLabel = "COUNTRY", description = "ISO 3166 code, for example KR.")
    private String country = "";

    @Option(names = "--postal-code", paramLabel = "CODE", description = "Postal code of the destination.")
    private @Nullable String postalCode;

    @Option(names = "--no-follow", description = "Return as soon as the order is accepted.")
    private boolean noFollow;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key places the same order only once.")
    private @Nullable String idempotencyKey;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to follow at most (default: ${DEFAULT-VALUE}).")
    private String timeout = "60s";

    @Override
    public Integer call() {
        JsonNode request = request();
        Duration patience = Texts.duration(timeout);
        Endpoints system = connection().endpoints();
        long posted = System.nanoTime();
        JsonNode accepted = api().post(
                        system,
                        system.order(),
                        "/orders",
                        request,
                        idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey));
        String orderId = Json.show(accepted, "orderId");
        if (noFollow) {
            return accepted(accepted, orderId);
        }
        say("order " + orderId);
        TransitionLines text = new TransitionLines(palette());
        ArrayNode transitions = Json.array();
        Follower follower = new Follower(
                api(),
                system,
                transition -> {
                    transitions.add(transition);
                    say(text.line(transition));
                },
                unreachable -> err().println(unreachable.found() + "; still trying"));
        Follower.Ending ending = follower.follow(orderId, patience);
        long millis = Duration.ofNanos(System.nanoTime() - posted).toMillis();
        if (json()) {
            print(document(orderId, ending, millis, transitions));
        }
        return tell(orderId, ending, millis);
    }

    private ObjectNode request() {
        ObjectNode request = Json.object();
        request.put("customerId", customer);
        ArrayNode requested = request.putArray("lines");
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw usage("'" + line + "' is not SKU:QTY, for example KEYBOARD:2");
            }
            requested
                    .addObject()
                    .put("sku", matcher.group("sku"))
                    .put("quantity", Integer.parseInt(matcher.group("quantity")));
        }
        ObjectNode destination = request.putObject("destination").put("country", country);
        if (postalCode != null) {
            destination.put("postalCode", postalCode);
        }
        return request;
    }

    private int accepted(JsonNode accepted, String orderId) {
        if (json()) {
            print(accepted);
        } else {
            say("order " + orderId + " accepted; look at it with: counterstep saga " + orderId);
        }
        return ExitCode.OK;
    }

    private int tell(String orderId, Follower.Ending ending, long millis) {
        return switch (ending) {
            case Follower.Ended ended -> {
                String status = Json.show(ended.order(), "status");
                boolean completed = status.equals("COMPLETED");
                String total = Texts.money(ended.order().path("total"));
                String why = Json.show(ended.order(), "reason");
                String more =
                        completed ? (total.isEmpty() ? "" : ", total " + total) : (why.isEmpty() ? "" : ": " + why);
                String line = Texts.wrap(status + " ", "in " + Texts.number(millis) + " ms" + more);
                say(palette().state(status) + line.substring(status.length()));
                yield completed ? ExitCode.OK : ExitCode.REFUSED;
            }
            case Follower.Stuck stuck -> {
                err().println(palette().red("the saga needs attention; when the cause is gone:"));
                err().println("  counterstep retry " + orderId + " --by YOU --why CAUSE");
                yield ExitCode.REFUSED;
            }
            case Follower.TimedOut late -> {
                err().println("not ended after " + timeout + "; it goes on by itself, look at it with:");
                err().println("  counterstep saga " + orderId);
                yield ExitCode.UNFINISHED;
            }
        };
    }

    private static ObjectNode document(String orderId, Follower.Ending ending, long millis, ArrayNode transitions) {
        ObjectNode document = Json.object();
        document.put("orderId", orderId);
        switch (ending) {
            case Follower.Ended ended -> {
                document.put("status", Json.show(ended.order(), "status"));
                document.put("reason", Json.text(ended.order(), "reason"));
            }
            case Follower.Stuck stuck -> {
                document.put("status", "NEEDS_ATTENTION");
                document.put("reason", Json.text(stuck.transition(), "detail"));
            }
            case Follower.TimedOut late -> {
                document.put("status", "PENDING");
                document.putNull("reason");
            }
        }
        document.put("elapsedMs", millis);
        document.set("transitions", transitions);
        return document;
    }

    private void say(String line) {
        if (!json()) {
            out().println(line);
            out().flush();
        }
    }
}
