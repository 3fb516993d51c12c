package io.counterstep.benchmarks.fulfilment;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Open event streams that somebody reads. Closed by its caller. */
final class Watchers implements AutoCloseable {

    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<InputStream> streams = new ArrayList<>();
    private final AtomicLong events = new AtomicLong();

    private Watchers() {}

    /** @throws IllegalStateException if a stream is refused */
    static Watchers of(URI orchestrator, String path, int number) throws InterruptedException {
        Watchers watchers = new Watchers();
        try {
            for (int i = 0; i < number; i++) {
                watchers.watch(orchestrator.resolve(path));
            }
            return watchers;
        } catch (IOException failed) {
            watchers.close();
            throw new IllegalStateException(path + " cannot be watched", failed);
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
        streams.add(opened.body());
        Thread.ofVirtual().start(() -> hear(opened.body()));
    }

    private void hear(InputStream stream) {
        try (var lines = new java.io.BufferedReader(
                new java.io.InputStreamReader(stream, java.nio.charset.StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("data:")) {
                    events.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            events.addAndGet(0); // as it is when the measurement is over
        }
    }

    /** Heard so far by all of them. */
    long events() {
        return events.get();
    }

    @Override
    public void close() {
        http.shutdownNow();
        streams.forEach(it -> {
            try {
                it.close();
            } catch (IOException closed) {
                events.addAndGet(0); // it was closed already
            }
        });
    }
}
