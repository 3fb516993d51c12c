package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.Answer.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The public API of a service, asked over HTTP. Never throws for what the API does or does not answer. Thread-safe. */
final class ConsoleApi {

    /** The most bytes of an answer that are read. */
    static final int MAX_ANSWER = 16 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<String> base;
    private final RestClient client;
    private final Executor asking =
            task -> Thread.ofVirtual().name("console-asks").start(task);

    /** @param base the URL before {@code /api}, asked for at each request: the port is known once the server listens */
    ConsoleApi(Supplier<String> base, Duration timeout) {
        this.base = base;
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
        factory.setReadTimeout(timeout);
        this.client = RestClient.builder().requestFactory(factory).build();
    }

    Answer get(String path, Object... variables) {
        return get(Map.of(), path, variables);
    }

    /** @param query parameters; empty ones are left out */
    Answer get(Map<String, String> query, String path, Object... variables) {
        return send(HttpMethod.GET, query, null, path, variables);
    }

    /** The same while the page asks for something else. */
    Supplier<Answer> ask(String path, Object... variables) {
        return CompletableFuture.supplyAsync(() -> get(path, variables), asking)::join;
    }

    Answer post(Map<String, String> query, JsonNode body, String path, Object... variables) {
        return send(HttpMethod.POST, query, body.toString(), path, variables);
    }

    Answer put(JsonNode body, String path, Object... variables) {
        return send(HttpMethod.PUT, Map.of(), body.toString(), path, variables);
    }

    private Answer send(
            HttpMethod method, Map<String, String> query, @Nullable String body, String path, Object... variables) {
        UriComponentsBuilder uri =
                UriComponentsBuilder.fromUriString(base.get()).path(path);
        List<Object> values = new ArrayList<>(List.of(variables));
        query.forEach((name, value) -> {
            if (!value.isEmpty()) {
                uri.queryParam(name, "{" + name + "}");
                values.add(value);
            }
        });
        try {
            RestClient.RequestBodySpec request = client.method(method)
                    .uri(uri.encode().buildAndExpand(values.toArray()).toUri())
                    .accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON);
            if (body != null) {
                request.contentType(MediaType.APPLICATION_JSON).body(body.getBytes(StandardCharsets.UTF_8));
            }
            return request.exchangeForRequiredValue((sent, response) -> answer(response));
        } catch (ResourceAccessException nobody) {
            return new Problem(0, "", String.valueOf(nobody.getMessage()), List.of());
        }
    }

    private static Answer answer(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        byte[] bytes;
        try (InputStream in = response.getBody()) {
            bytes = in.readNBytes(MAX_ANSWER + 1);
        }
        if (bytes.length > MAX_ANSWER) {
            return new Problem(status, "", "the answer has more than " + MAX_ANSWER + " bytes", List.of());
        }
        try {
            JsonNode body =
                    bytes.length == 0 ? ApiJson.object() : ApiJson.read(new String(bytes, StandardCharsets.UTF_8));
            return response.getStatusCode().isError() ? problem(status, body) : new Answer.Told(body);
        } catch (JacksonException notJson) {
            return new Problem(status, "", "the answer is not JSON", List.of());
        }
    }

    private static Problem problem(int status, JsonNode body) {
        List<String> fields = ApiJson.list(body, "errors").stream()
                .map(it -> ApiJson.text(it, "field") + " " + ApiJson.text(it, "message"))
                .toList();
        return new Problem(status, ApiJson.text(body, "title"), ApiJson.text(body, "detail"), fields);
    }
}
