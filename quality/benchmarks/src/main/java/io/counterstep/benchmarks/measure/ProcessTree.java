package io.counterstep.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What some processes and all that descend from them have used. On Linux it is exact, also for children
 * that have ended meanwhile; elsewhere those are missing, and memory is not told. Thread-safe.
 */
public final class ProcessTree {

    /** Of user space on Linux, on every architecture that the JDK runs on. */
    private static final long TICKS_PER_SECOND = 100;

    /** In /proc/PID/stat, counted after the command in parentheses: utime, stime, cutime, cstime. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private static final Path PROC = Path.of("/proc");

    private final List<ProcessHandle> roots;

    private ProcessTree(List<ProcessHandle> roots) {
        this.roots = roots;
    }

    /** This JVM and those, with their children. */
    public static ProcessTree ofThisJvmAnd(List<ProcessHandle> others) {
        return of(Stream.concat(Stream.of(ProcessHandle.current()), others.stream())
                .toList());
    }

    static ProcessTree of(List<ProcessHandle> roots) {
        return new ProcessTree(List.copyOf(roots));
    }

    /** Of all processors together, since each process began. */
    public double cpuMillis() {
        return isLinux()
                ? alive().mapToLong(ProcessTree::ticks).sum() * 1_000.0 / TICKS_PER_SECOND
                : alive().mapToLong(ProcessTree::cpuMillisOf).sum();
    }

    /** Resident memory, pages that processes share counted once (PSS); 0 where the system does not tell. */
    public long memoryBytes() {
        return isLinux() ? alive().mapToLong(ProcessTree::proportionalBytes).sum() : 0;
    }

    private static boolean isLinux() {
        return Files.exists(PROC.resolve("self/smaps_rollup"));
    }

    private Stream<ProcessHandle> alive() {
        Map<Long, ProcessHandle> each = roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .collect(Collectors.toMap(ProcessHandle::pid, Function.identity(), (one, same) -> one));
        return each.values().stream();
    }

    private static long cpuMillisOf(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    private static long ticks(ProcessHandle process) {
        String stat = read(process, "stat");
        // The command may contain anything but ends with the last parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        long ticks = 0;
        for (int i = 0; i < TIMES && FIRST_TIME + i < fields.length; i++) {
            ticks += Long.parseLong(fields[FIRST_TIME + i]);
        }
        return ticks;
    }

    private static long proportionalBytes(ProcessHandle process) {
        return read(process, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .sum();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(PROC.resolve(process.pid() + "/" + file));
        } catch (IOException ended) {
            return "";
        }
    }
}
