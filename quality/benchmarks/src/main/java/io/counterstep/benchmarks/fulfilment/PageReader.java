package io.counterstep.benchmarks.fulfilment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Somebody who goes through the console's pages, one after the other, with a rest between two. Not thread-safe. */
final class PageReader {

    private static final Duration REST = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI orchestrator;
    private final Map<String, Histogram> micros = new LinkedHashMap<>();

    PageReader(URI orchestrator, List<String> pages) {
        this.orchestrator = orchestrator;
        pages.forEach(it -> micros.put(it, new Histogram(HIGHEST_MICROS, DIGITS)));
    }

    /** How long each page took, whole, in microseconds. */
    Map<String, Histogram> micros() {
        return micros;
    }

    void forget() {
        micros.values().forEach(Histogram::reset);
    }

    /**
     * For that long, but each page at least once.
     *
     * @throws IllegalStateException if a page is not answered with 200
     */
    void read(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            for (Map.Entry<String, Histogram> page : micros.entrySet()) {
                if (System.nanoTime() >= until && page.getValue().getTotalCount() > 0) {
                    return;
                }
                page.getValue().recordValue(Math.min(HIGHEST_MICROS, time(page.getKey())));
                TimeUnit.NANOSECONDS.sleep(REST.toNanos());
            }
        }
    }

    private long time(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(orchestrator.resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "text/html")
                .build();
        long begin = System.nanoTime();
        try {
            HttpResponse<byte[]> page = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (page.statusCode() != OK) {
                throw new IllegalStateException(path + " was answered with " + page.statusCode());
            }
        } catch (IOException failed) {
            throw new IllegalStateException(path + " was not answered", failed);
        }
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
    }
}
