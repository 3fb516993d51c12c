package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the services' APIs about orders, and compares with their databases. */
record Answers(Books books, Function<Service, String> httpUrls, Findings findings) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A service that does not answer so often is not asked any more. */
    private static final int MAX_SILENCES = 3;

    void check(Collection<String> orderIds) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            ask(http, Service.ORDER, "/orders/", "status", orderIds, id -> {
                Books.OrderRow order = books.order(id);
                return order == null ? Party.NONE : order.status();
            });
            ask(http, Service.ORCHESTRATOR, "/api/sagas/fulfil-order:", "state", orderIds, id -> {
                Books.SagaRow saga = books.saga(id);
                return saga == null ? Party.NONE : saga.state();
            });
            for (Party party : Party.values()) {
                String path = "/" + party.table() + "s/";
                ask(http, party.service(), path, "status", orderIds, id -> books.status(party, id));
            }
        }
    }

    private void ask(
            HttpClient http,
            Service service,
            String path,
            String field,
            Collection<String> ids,
            Function<String, String> stored) {
        Invariant invariant = service == Service.ORDER ? Invariant.I1 : Invariant.I5;
        int silences = 0;
        for (String id : ids) {
            if (silences == MAX_SILENCES) {
                return;
            }
            String url = httpUrls.apply(service) + path + id;
            String answer = answer(http, url, field);
            if (answer == null) {
                silences++;
                findings.violation(invariant, id, "GET " + url + " is not answered at rest");
            } else if (!answer.equals(stored.apply(id))) {
                findings.violation(
                        invariant,
                        id,
                        "GET " + url + " says " + answer + ", the database of " + service + " " + stored.apply(id));
            }
        }
        findings.figure("orders asked for at the API of " + service, ids.size());
    }

    /** Null if there is none; {@link Party#NONE} for 404. */
    private static @Nullable String answer(HttpClient http, String url, String field) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 ->
                    JsonMapper.shared().readTree(answer.body()).path(field).asString("(no " + field + ")");
                case 404 -> Party.NONE;
                default -> "HTTP " + answer.statusCode();
            };
        } catch (IOException | JacksonException silent) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + url, e);
        }
    }
}
