package io.counterstep.fulfilment.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own on this class path, to be killed. */
final class Jvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Jvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static Jvm run(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new Jvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static String classPath() {
        // Surefire hides the real class path behind a manifest-only jar.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Reads what it says up to the line that contains this. */
    String awaitLine(String wanted) throws IOException {
        StringBuilder said = new StringBuilder();
        String line;
        while ((line = output.readLine()) != null) {
            if (line.contains(wanted)) {
                return line;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("It ended without saying \"" + wanted + "\", but:\n" + said);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    /** As Ctrl-C does. */
    int terminate() throws InterruptedException {
        // Process.destroy() would also close its output, which is still to be read.
        process.toHandle().destroy();
        process.waitFor(30, TimeUnit.SECONDS);
        return process.exitValue();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            terminate();
        }
    }
}
