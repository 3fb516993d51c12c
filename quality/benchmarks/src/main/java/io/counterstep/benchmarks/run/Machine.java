package io.counterstep.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where and with what it was measured.
 *
 * @param commit of the sources, with {@code +changes} if they differ from it; null if unknown
 */
public record Machine(
        String cpu,
        int cores,
        long memoryGiB,
        String kernel,
        String java,
        List<String> javaOptions,
        @Nullable String commit) {

    /** Set by the script to the folder of the sources. */
    public static final String SOURCES = "counterstep.root";

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    public static Machine here() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(memoryBytes() / (double) (1L << 30)),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                JavaProcess.OPTIONS,
                commit(System.getProperty(SOURCES)));
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return said("sysctl", "-n", "machdep.cpu.brand_string").orElse("unknown");
        }
    }

    private static @Nullable String commit(@Nullable String sources) {
        if (sources == null) {
            return null;
        }
        boolean changed = said("git", "-C", sources, "status", "--porcelain")
                .map(it -> !it.isEmpty())
                .orElse(false);
        return said("git", "-C", sources, "rev-parse", "--short=12", "HEAD")
                .map(it -> changed ? it + "+changes" : it)
                .orElse(null);
    }

    /** What a program said on its standard output; empty if it is not there or failed. */
    private static Optional<String> said(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(out) : Optional.empty();
        } catch (IOException notThere) {
            LoggerFactory.getLogger(Machine.class).debug("{} cannot be run", command[0], notThere);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
