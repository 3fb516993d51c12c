package io.counterstep.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own on this class path, as {@code ./counterstep up} would start it. Thread-safe. */
public final class JavaProcess implements AutoCloseable {

    /** The options of every process that is measured; beside these the JDK's defaults. */
    public static final List<String> OPTIONS = List.of("-XX:+UseG1GC", "-Xshare:auto");

    private static final Duration END_WITHIN = Duration.ofSeconds(60);
    private static final Duration DIE_WITHIN = Duration.ofSeconds(10);
    private static final int FIRST_TO_WARN = 24;
    private static final int LAST_LINES = 20;

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log gets what it writes to its standard error */
    public static JavaProcess start(Path log, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            // Kafka and Tomcat do by design what newer JDKs warn about.
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new JavaProcess(process, log);
    }

    public Process process() {
        return process;
    }

    /** The last lines that it wrote to its standard error. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "its log " + log + " cannot be read: " + unreadable.getMessage();
        }
    }

    /** Ends it in order, and if that takes too long, by force with all that descends from it. */
    @Override
    public void close() {
        // Process.destroy() would also close its output, which may still be read.
        process.toHandle().destroy();
        if (!endedWithin(END_WITHIN)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            endedWithin(DIE_WITHIN);
        }
    }

    private boolean endedWithin(Duration time) {
        boolean interrupted = false;
        long until = System.nanoTime() + time.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException again) {
                    // nothing may be left behind
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String classPath() {
        // Surefire hides the real class path behind a manifest-only jar.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
