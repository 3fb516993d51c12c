package io.counterstep.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Ends each saga as it should after a while, in this JVM. */
public class FakeContender implements Contender {

    protected final Ends ends;
    private final Path folder;
    private final long millis;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Map<Long, Boolean> running = new ConcurrentHashMap<>();
    private final AtomicLong most = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();

    /** @param millis that each saga takes */
    public FakeContender(Path folder, Ends ends, long millis) {
        this.folder = folder;
        this.ends = ends;
        this.millis = millis;
    }

    @Override
    public void begin(long saga) {
        begun.incrementAndGet();
        running.put(saga, true);
        most.accumulateAndGet(running.size(), Math::max);
        threads.schedule(
                () -> {
                    running.remove(saga);
                    end(saga);
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    protected void end(long saga) {
        ends.ended(saga, Fate.of(saga) == Fate.SUCCEEDS);
    }

    /** The most sagas that were ever running at once. */
    public long most() {
        return most.get();
    }

    public long begun() {
        return begun.get();
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of();
    }

    @Override
    public List<Path> data() {
        return List.of(folder);
    }

    @Override
    public Map<String, Double> counters() {
        return Map.of("records", begun.get() * 9.0);
    }

    @Override
    public Map<String, String> versions() {
        return Map.of("Fake", "1.0");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
