package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON over HTTP. Every call throws {@link Unreachable} if nothing answers and {@link ApiProblem} if the answer is an
 * error.
 */
final class Api {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    JsonNode get(Endpoints system, URI base, String path) {
        return call(system, base, path, request -> request.GET());
    }

    /** @return empty if the service knows no such thing (404) */
    Optional<JsonNode> find(Endpoints system, URI base, String path) {
        try {
            return Optional.of(get(system, base, path));
        } catch (ApiProblem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    JsonNode put(Endpoints system, URI base, String path, JsonNode body) {
        return call(
                system,
                base,
                path,
                request -> request.header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body.toString())));
    }

    JsonNode delete(Endpoints system, URI base, String path) {
        return call(system, base, path, request -> request.DELETE());
    }

    JsonNode post(Endpoints system, URI base, String path, @Nullable JsonNode body, Map<String, String> headers) {
        return call(system, base, path, request -> {
            headers.forEach(request::header);
            return body == null
                    ? request.POST(BodyPublishers.noBody())
                    : request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
        });
    }

    /** For one segment of a path or one value of a query; a colon stays readable. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private JsonNode call(Endpoints system, URI base, String path, Method method) {
        HttpRequest request = method.of(HttpRequest.newBuilder(base.resolve(path))
                        .timeout(ANSWER_TIMEOUT)
                        .header("Accept", "application/json, application/problem+json"))
                .build();
        try {
            HttpResponse<String> response = client().send(request, BodyHandlers.ofString());
            return answer(request, response.statusCode(), response.body());
        } catch (ConnectException | HttpConnectTimeoutException nobody) {
            throw Unreachable.at(base, system.origin(), nobody);
        } catch (HttpTimeoutException late) {
            throw new Unreachable(
                    base + " took the request but did not answer within " + ANSWER_TIMEOUT.toSeconds()
                            + " s; if it does not recover",
                    late);
        } catch (IOException broken) {
            throw new Unreachable("the connection to " + base + " broke (" + broken.getMessage() + ")", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + base);
        }
    }

    private static JsonNode answer(HttpRequest request, int status, String text) {
        if (status >= 400) {
            throw problem(request.method(), request.uri(), status, text);
        }
        try {
            return text.isBlank() ? Json.object() : Json.read(text);
        } catch (JacksonException notJson) {
            throw new CliFailure(
                    ExitCode.REFUSED,
                    request.uri() + " answered " + status + " with something that is not JSON: is it Counterstep?",
                    notJson);
        }
    }

    /** @param text the body of the answer, which need not be JSON */
    static ApiProblem problem(String method, URI uri, int status, String text) {
        try {
            return new ApiProblem(method, uri, status, text.isBlank() ? Json.object() : Json.read(text));
        } catch (JacksonException notJson) {
            return new ApiProblem(method, uri, status, Json.object());
        }
    }

    /** Not before the first call: {@code --help} needs none. */
    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
            client = known;
        }
        return known;
    }
}
