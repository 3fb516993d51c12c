package io.counterstep.fulfilment.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Follows an operation on many sagas to its end, and says meanwhile how far it is. Whoever ends the process before is told that it
 * goes on.
 */
final class BulkFollower {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Api api;
    private final Endpoints system;
    private final PrintWriter out;
    private final boolean text;
    private final Terminal terminal;
    private final Progress progress;

    /**
     * @param text false if only the end is wanted
     * @param progress told how far it is
     */
    BulkFollower(Api api, Endpoints system, PrintWriter out, boolean text, Terminal terminal, Progress progress) {
        this.api = api;
        this.system = system;
        this.out = out;
        this.text = text;
        this.terminal = terminal;
        this.progress = progress;
    }

    /**
     * @return the operation once it is over
     * @throws Unreachable if the orchestrator stops answering
     */
    JsonNode follow(String id) {
        Thread left = new Thread(() -> left(id), "bulk-left");
        Runtime.getRuntime().addShutdownHook(left);
        try {
            return end(id);
        } catch (CliFailure before) {
            left(id);
            throw before;
        } finally {
            forget(left);
        }
    }

    private JsonNode end(String id) {
        String path = BulkOperationCommand.PATH + "/" + Api.encode(id);
        while (true) {
            JsonNode operation = api.get(system, system.orchestrator(), path);
            if (!Json.show(operation, "state").equals("RUNNING")) {
                progress.clear();
                return operation;
            }
            if (text) {
                progress.now(BulkLines.progress(operation));
            }
            pause();
        }
    }

    /** Said when the process is ended before the operation is. */
    private void left(String id) {
        if (text) {
            out.println(); // below the line that says how far it is
            out.println("operation " + id + " goes on; to end it: counterstep bulk cancel " + id);
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

    private void pause() {
        try {
            terminal.pause(LOOK_EVERY);
        } catch (InterruptedException stopped) {
            throw new CliFailure(ExitCode.INTERRUPTED, "interrupted while following an operation", stopped);
        }
    }
}
