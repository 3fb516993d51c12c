package io.counterstep.systemtests.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is alive in another JVM's heap, as its own {@code jcmd} tells. */
final class LiveHeap {

    /** The last line: how many objects, of how many bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private static final int MINUTES = 1;

    private LiveHeap() {}

    /** The bytes of all objects that can be reached: counting them collects the garbage first. */
    static long bytesOf(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String told = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(told);
        if (!jcmd.waitFor(MINUTES, TimeUnit.MINUTES) || !total.find()) {
            throw new IllegalStateException("jcmd cannot count the objects of process " + pid + ": " + told);
        }
        return Long.parseLong(total.group(1));
    }
}
