package io.counterstep.systemtests.faults;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many customers who place orders of all kinds at once, each under an idempotency key. They remember which were accepted,
 * and order again under the same key what was not answered.
 */
final class Customers {

    private static final int AT_ONCE = 24;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final Duration ENOUGH_FOR_EACH = Duration.ofMillis(10);

    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger placed = new AtomicInteger();

    /** How many orders of the shop have ended, and how many have not. */
    record Progress(int ended, int pending) {}

    /**
     * Orders by number, up to that one: what was tried before and not accepted, and what is new. Returns when all are
     * placed, or nobody takes orders any more.
     */
    void order(String orderUrl, int upTo) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int thread = 0; thread < AT_ONCE; thread++) {
                threads.execute(() -> {
                    boolean open = true;
                    for (int number = next.getAndIncrement(); open && number < upTo; number = next.getAndIncrement()) {
                        placed.accumulateAndGet(number + 1, Math::max);
                        open = accepted.containsKey(number) || place(http, orderUrl, number);
                    }
                });
            }
            threads.shutdown();
            Duration enough = ENOUGH.plus(ENOUGH_FOR_EACH.multipliedBy(upTo));
            if (!threads.awaitTermination(enough.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
                throw new AssertionError("only " + accepted.size() + " of " + upTo + " orders placed in " + enough);
            }
        }
    }

    private boolean place(HttpClient http, String orderUrl, int number) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(orderUrl + "/orders"))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "order-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(Kind.of(number).json(number)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                accepted.put(
                        number,
                        JsonMapper.shared()
                                .readTree(answer.body())
                                .get("orderId")
                                .asString());
            }
            return answer.statusCode() == 202;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many orders were tried, answered or not. */
    int placed() {
        return placed.get();
    }

    int accepted() {
        return accepted.size();
    }

    /** The accepted orders, each with the status in which it must end. */
    Map<String, String> endings() {
        Map<String, String> endings = new HashMap<>();
        accepted.forEach((number, id) -> endings.put(id, Kind.of(number).ending()));
        return endings;
    }

    static Progress progress(String ordersJdbcUrl) {
        String sql = "select count(*) filter (where status <> 'PENDING'), count(*) from orders";
        try (Connection connection =
                        DriverManager.getConnection(ordersJdbcUrl, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Progress(row.getInt(1), row.getInt(2) - row.getInt(1));
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot count the orders in " + ordersJdbcUrl, failed);
        }
    }
}
