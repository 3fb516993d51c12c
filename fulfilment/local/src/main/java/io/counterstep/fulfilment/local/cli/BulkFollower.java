package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import tools.jackson.databind.JsonNode;

/**
 * Follows an operation on many sagas to its end, with one line that is written anew while somebody looks. Whoever ends the process
 * before is told that it goes on.
 */
final class BulkFollower {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Api api;
    private final Endpoints system;
    private final PrintWriter out;
    private final boolean text;
    private final boolean live;

    /** @param text false if only the end is wanted */
    BulkFollower(Api api, Endpoints system, PrintWriter out, boolean text) {
        this.api = api;
        this.system = system;
        this.out = out;
        this.text = text;
        this.live = text && System.console() != null;
    }

    /**
     * @return the operation once it is over
     * @throws Unreachable if the orchestrator stops answering
     */
    JsonNode follow(String id) {
        Thread left = new Thread(() -> left(id), "bulk-left");
        Runtime.getRuntime().addShutdownHook(left);
        try {
            while (true) {
                JsonNode operation =
                        api.get(system, system.orchestrator(), BulkOperationCommand.PATH + "/" + Api.encode(id));
                if (!Json.show(operation, "state").equals("RUNNING")) {
                    show("\r" + " ".repeat(Table.WIDTH) + "\r");
                    return operation;
                }
                show("\r" + BulkLines.progress(operation));
                pause();
            }
        } catch (Unreachable gone) {
            left(id);
            throw gone;
        } finally {
            forget(left);
        }
    }

    /** Said when the process is ended before the operation is. */
    void left(String id) {
        if (text) {
            out.println();
            out.println("operation " + id + " goes on; to end it: counterstep bulk cancel " + id);
            out.flush();
        }
    }

    private void show(String line) {
        if (live) {
            out.print(line);
            out.flush();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it is being said
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while following an operation");
        }
    }
}
