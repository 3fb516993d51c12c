package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that is a JVM of its own on this class path; it ends with this JVM, because its standard input is a pipe from it. */
abstract class JvmNode implements Node {

    /** The exit code of a process that must not be started again, because it would fail in the same way. */
    static final int HOPELESS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(JvmNode.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(150);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration DIE_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int FIRST_TO_WARN = 24;

    /** A dozen JVMs share few cores: quick to start counts more than the last bit of speed. */
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final String name;
    private final Path log;
    private @Nullable Process process;
    private boolean frozen;

    JvmNode(String name, Path log) {
        this.name = name;
        this.log = log;
    }

    /** What this JVM is: options, main class, arguments. */
    abstract List<String> jvm();

    /** Whether the running process answers; asked again and again. */
    abstract boolean answers(Process running);

    /** Whether what it writes to its standard output is for {@link #answers} rather than for its log. */
    boolean readsOutput() {
        return false;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isUp() {
        return process != null && process.isAlive();
    }

    /** A process that gives up meanwhile is started again, as whatever looks after processes elsewhere would. */
    @Override
    public final void start() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        thaw();
        launch();
        Process running = running();
        while (!answers(running)) {
            if (ended(running, POLL)) {
                if (running.exitValue() == HOPELESS) {
                    throw new ClusterException("%s cannot run as asked; its log says why: %s".formatted(name, log));
                }
                LOG.info("{} ended while starting, with exit code {}: again", name, running.exitValue());
                launch();
                running = running();
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "%s did not answer within %s; its log may say why: %s".formatted(name, START_LIMIT, log));
            }
        }
    }

    @Override
    public final void launch() {
        if (isUp()) {
            return;
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command()).redirectError(Redirect.appendTo(log.toFile()));
            if (!readsOutput()) {
                builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
            }
            process = builder.start();
            frozen = false;
        } catch (IOException failed) {
            throw new ClusterException("Cannot start a process for " + name, failed);
        }
    }

    @Override
    public final void stop() {
        if (!isUp()) {
            return;
        }
        thaw();
        Process running = running();
        // Process.destroy() would also close the pipe, by which the child would take this JVM for dead.
        running.toHandle().destroy();
        if (!ended(running, STOP_LIMIT)) {
            LOG.warn("{} did not end in order within {}: killing it", name, STOP_LIMIT);
            kill();
        }
    }

    @Override
    public final void kill() {
        if (!isUp()) {
            return;
        }
        Process running = running();
        running.destroyForcibly();
        if (!ended(running, DIE_LIMIT)) {
            throw new ClusterException(
                    "%s (process %d) survived kill -9 for %s".formatted(name, running.pid(), DIE_LIMIT));
        }
    }

    @Override
    public final void freeze() {
        if (isUp() && !frozen) {
            Signals.send("STOP", List.of(running().toHandle()));
            frozen = true;
        }
    }

    @Override
    public final void thaw() {
        if (isUp() && frozen) {
            Signals.send("CONT", List.of(running().toHandle()));
        }
        frozen = false;
    }

    @Override
    public final String toString() {
        return name;
    }

    /** For the very end of this JVM: no waiting. */
    final void abandon() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return running;
    }

    private boolean ended(Process running, Duration within) {
        try {
            return running.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for " + name, interrupted);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            // Kafka and Tomcat do by design what newer JDKs warn about.
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        // Surefire hides the real class path behind a manifest-only jar.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath));
        command.addAll(jvm());
        return command;
    }
}
