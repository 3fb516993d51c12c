package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams to real clients of a real web server. */
class EventStreamsTest {

    private static final int MAX = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServletWebServerApplicationContext server =
            (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
                    .properties("server.port=0", "server.address=127.0.0.1", "spring.mvc.problemdetails.enabled=true")
                    .run();
    private final EventStreams streams = server.getBean(EventStreams.class);
    private final Counting counting = server.getBean(Counting.class);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
        http.shutdownNow();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    static class Server {
        @Bean
        EventStreams streams() {
            return new EventStreams(MAX, Duration.ofMillis(100));
        }

        @Bean
        Counting counting(EventStreams streams) {
            return new Counting(streams);
        }
    }

    record Count(int number) {}

    /** Tells everybody numbers; 9 is the last. */
    @RestController
    static class Counting {
        private final EventStreams streams;
        private final List<Consumer<Optional<Count>>> listeners = new CopyOnWriteArrayList<>();

        Counting(EventStreams streams) {
            this.streams = streams;
        }

        @GetMapping("/counting")
        ResponseEntity<SseEmitter> counting() {
            return streams.<Count>open(
                    "count",
                    listener -> {
                        listeners.add(listener);
                        return () -> listeners.remove(listener);
                    },
                    it -> it.number() == 9);
        }

        @GetMapping("/nothing")
        ResponseEntity<SseEmitter> nothing() {
            return streams.<Count>open(
                    "count",
                    listener -> {
                        throw Problems.of(HttpStatus.NOT_FOUND, "there is nothing to count");
                    },
                    it -> false);
        }

        void tell(int number) {
            listeners.forEach(it -> it.accept(Optional.of(new Count(number))));
        }
    }

    private HttpResponse<InputStream> get(String path) throws IOException, InterruptedException {
        int port = Objects.requireNonNull(server.getWebServer()).getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next line that is no heartbeat. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isEmpty() || line.startsWith(":"))) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void whatIsToldComesAsAnEventAndHeartbeatsComeBetween() throws Exception {
        HttpResponse<InputStream> response = get("/counting");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("text/event-stream"));
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        try (BufferedReader lines = lines(response)) {
            assertThat(lines.readLine()).as("a heartbeat").startsWith(":");
            counting.tell(1);
            assertThat(next(lines)).isEqualTo("event:count");
            assertThat(next(lines)).isEqualTo("data:{\"number\":1}");
            counting.tell(2);
            assertThat(next(lines)).isEqualTo("event:count");
            assertThat(next(lines)).isEqualTo("data:{\"number\":2}");
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehindAndMakesRoomForAnother() throws Exception {
        HttpResponse<InputStream> first = get("/counting");
        HttpResponse<InputStream> second = get("/counting");
        HttpResponse<InputStream> third = get("/counting");
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(streams.running()).isEqualTo(MAX);

        first.body().close();

        await("nobody tells it anything any more").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(counting.listeners).hasSize(1);
            assertThat(streams.running()).isEqualTo(1);
        });
        HttpResponse<InputStream> fourth = awaitRoom();
        second.body().close();
        fourth.body().close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(counting.listeners).isEmpty());
    }

    private HttpResponse<InputStream> awaitRoom() {
        return await("room for another").atMost(PATIENCE).until(() -> get("/counting"), it -> it.statusCode() == 200);
    }

    @Test
    void theLastEventEndsTheStream() throws Exception {
        try (BufferedReader lines = lines(get("/counting"))) {
            counting.tell(9);
            assertThat(next(lines)).isEqualTo("event:count");
            assertThat(next(lines)).isEqualTo("data:{\"number\":9}");
            assertThat(next(lines)).as("the end").isEqualTo("null");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(counting.listeners).isEmpty());
    }

    @Test
    void whenNothingMoreComesTheStreamEnds() throws Exception {
        try (BufferedReader lines = lines(get("/counting"))) {
            counting.listeners.forEach(it -> it.accept(Optional.empty()));
            assertThat(next(lines)).as("the end").isEqualTo("null");
        }
    }

    @Test
    void whoeverTellsDoesNotWaitAndWhatIsOvertakenIsLeftOut() throws Exception {
        try (BufferedReader lines = lines(get("/counting"))) {
            for (int i = 0; i < 100_000; i++) {
                counting.tell(i % 8);
            }
            counting.tell(9);
            String last = "";
            int events = 0;
            for (String line = next(lines); !line.equals("null"); line = next(lines)) {
                last = line;
                events++;
            }
            assertThat(last).isEqualTo("data:{\"number\":9}");
            assertThat(events).isLessThan(200_000);
        }
    }

    @Test
    void aRefusedStreamTakesNoRoom() throws Exception {
        for (int i = 0; i <= MAX; i++) {
            assertThat(get("/nothing").statusCode()).isEqualTo(404);
        }
        lines(get("/counting")).close();
    }

    @Test
    void aServiceThatStopsEndsItsStreamsAndOpensNoMore() throws Exception {
        try (BufferedReader lines = lines(get("/counting"))) {
            streams.stop();

            assertThat(next(lines)).as("the end").isEqualTo("null");
            assertThat(get("/counting").statusCode()).isEqualTo(503);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(streams.running()).isZero());
    }
}
