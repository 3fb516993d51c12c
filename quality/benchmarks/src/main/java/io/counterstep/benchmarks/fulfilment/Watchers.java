package io.counterstep.benchmarks.fulfilment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Open event streams that somebody reads. Closed by its caller. */
final class Watchers implements AutoCloseable {

    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean open = true;
    private volatile @Nullable String lost;

    private Watchers() {}

    /** @throws IllegalStateException if a stream is refused */
    static Watchers of(URI orchestrator, String path, int number) throws InterruptedException {
        Watchers watchers = new Watchers();
        boolean all = false;
        try {
            for (int i = 0; i < number; i++) {
                watchers.watch(orchestrator.resolve(path));
            }
            all = true;
            return watchers;
        } catch (IOException failed) {
            throw new IllegalStateException(path + " cannot be watched", failed);
        } finally {
            if (!all) {
                watchers.close();
            }
        }
    }

    private void watch(URI stream) throws IOException, InterruptedException {
        HttpResponse<InputStream> opened = http.send(
                HttpRequest.newBuilder(stream)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (opened.statusCode() != OK) {
            throw new IOException("answered with " + opened.statusCode());
        }
        Thread.ofVirtual().start(() -> hear(opened.body()));
    }

    private void hear(InputStream stream) {
        String end = "it ended";
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("data:")) {
                    events.incrementAndGet();
                }
            }
        } catch (IOException broken) {
            end = String.valueOf(broken);
        }
        if (open) {
            lost = end;
        }
    }

    /**
     * Heard so far by all of them.
     *
     * @throws IllegalStateException if one of them hears no more
     */
    long events() {
        String how = lost;
        if (how != null) {
            throw new IllegalStateException("a stream was lost: " + how);
        }
        return events.get();
    }

    @Override
    public void close() {
        open = false;
        http.shutdownNow(); // with all streams
    }
}
