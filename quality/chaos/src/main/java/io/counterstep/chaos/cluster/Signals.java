package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals that the JDK cannot, by the program {@code kill}. */
final class Signals {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Signals() {}

    /**
     * Returns when the signal was sent to all of them; one that has ended meanwhile is passed over.
     *
     * @param signal such as {@code STOP}
     */
    static void send(String signal, List<ProcessHandle> to) {
        if (to.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        to.forEach(it -> command.add(Long.toString(it.pid())));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new ClusterException("%s did not end within %s".formatted(command, LIMIT));
            }
        } catch (IOException failed) {
            throw new ClusterException("Cannot run %s; is procps or util-linux installed?".formatted(command), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while sending " + signal, interrupted);
        }
    }
}
