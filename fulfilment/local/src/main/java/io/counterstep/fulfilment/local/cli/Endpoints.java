package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a system is.
 *
 * @param origin how these addresses were found, for error messages
 */
record Endpoints(URI order, URI orchestrator, URI payment, URI shipping, String bootstrapServers, String origin) {

    static final int ORCHESTRATOR_PORT = 8080;
    static final int ORDER_PORT = 8081;
    static final int PAYMENT_PORT = 8082;
    static final int SHIPPING_PORT = 8084;
    static final int KAFKA_PORT = 9092;

    static Endpoints offsetBy(int offset, String origin) {
        return new Endpoints(
                local(ORDER_PORT + offset),
                local(ORCHESTRATOR_PORT + offset),
                local(PAYMENT_PORT + offset),
                local(SHIPPING_PORT + offset),
                "127.0.0.1:" + (KAFKA_PORT + offset),
                origin);
    }

    /** What the launcher left in its data folder; addresses it does not name are derived from its port offset. */
    static Endpoints from(Path runningFile) {
        JsonNode running = read(runningFile);
        String origin = runningFile + (alive(running) ? "" : ", left behind by a process that is gone");
        Endpoints derived = offsetBy(running.path("portOffset").asInt(0), origin);
        JsonNode urls = running.path("urls");
        return new Endpoints(
                url(urls, "order", derived.order, runningFile),
                url(urls, "orchestrator", derived.orchestrator, runningFile),
                url(urls, "payment", derived.payment, runningFile),
                url(urls, "shipping", derived.shipping, runningFile),
                text(running, "bootstrapServers", derived.bootstrapServers),
                origin);
    }

    private static JsonNode read(Path runningFile) {
        try {
            return Json.read(Files.readString(runningFile));
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.UNREACHABLE, "cannot read " + runningFile + ": " + unreadable, unreadable);
        } catch (JacksonException malformed) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    runningFile + " is not JSON; delete it or name the ports with --port-offset",
                    malformed);
        }
    }

    private static boolean alive(JsonNode running) {
        JsonNode pid = running.path("pid");
        return !pid.isNumber() || ProcessHandle.of(pid.asLong()).isPresent();
    }

    private static URI url(JsonNode urls, String service, URI derived, Path runningFile) {
        String url = text(urls, service, derived.toString());
        try {
            return URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    runningFile + " names '" + url + "' as the URL of " + service + ", which is not a URL",
                    malformed);
        }
    }

    private static String text(JsonNode node, String field, String otherwise) {
        @Nullable String text = Json.text(node, field);
        return text == null ? otherwise : text;
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
