package io.counterstep.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Maven that runs this build, in a process of its own.
 *
 * @param home where that Maven is installed
 * @param java the JDK that it runs on; the project finds its own
 * @param repository the local repository to use
 * @param temporary an existing folder where its processes keep temporary files
 */
record Maven(Path home, Path java, Path repository, Path temporary) {

    /** Generous, because a first build on a new machine downloads. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int LINES_IN_FAILURE = 80;

    /** @throws AssertionError if it fails or does not end, with the last lines of what it said */
    void run(Path folder, String... arguments) throws IOException, InterruptedException {
        String temporaryFiles = "-Djava.io.tmpdir=" + temporary;
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mvn").toString(),
                "-B",
                "--no-snapshot-updates",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + repository,
                "-DargLine=" + temporaryFiles));
        command.addAll(List.of(arguments));

        Path log = folder.resolve("mvn.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The outer Maven's own are meant for it alone.
        builder.environment().keySet().removeIf(it -> it.startsWith("MAVEN_"));
        builder.environment().put("MAVEN_OPTS", temporaryFiles);
        builder.environment().put("JAVA_HOME", java.toString());
        Process maven = builder.start();
        try {
            boolean ended = maven.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended || maven.exitValue() != 0) {
                String how = ended ? "ended with " + maven.exitValue() : "did not end within " + PATIENCE;
                throw new AssertionError("%s in %s %s%n%s"
                        .formatted(String.join(" ", command), folder, how, String.join("\n", lastLines(log))));
            }
        } finally {
            end(maven);
        }
    }

    private static List<String> lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - LINES_IN_FAILURE), lines.size());
    }

    /** With all that it started. A test's JVM is asked, not killed, so that it ends its database. */
    private static void end(Process maven) throws InterruptedException {
        List<ProcessHandle> started = maven.descendants().toList();
        maven.destroy();
        started.forEach(ProcessHandle::destroy);
        if (!maven.waitFor(30, TimeUnit.SECONDS)) {
            started.forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }
}
