package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionOperations;

/** Requests over HTTP that wait together, because the catalogue is locked until all are there. */
@NullMarked
@ExtendWith(OrderServiceExtension.class)
class PlacingTogetherTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int REQUESTS = 200;
    private static final String KEY = "Idempotency-Key";

    private final RunningOrderService service;

    PlacingTogetherTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void thoseThatWaitTogetherShareOneTransaction() throws Exception {
        List<HttpResponse<String>> answers = together(i -> () -> service.post("/orders", KEYBOARD_ORDER));

        assertThat(answers).allSatisfy(it -> assertThat(it.statusCode()).isEqualTo(202));
        assertThat(ids(answers)).hasSize(REQUESTS);
        assertThat(service.storedOrders()).isEqualTo(REQUESTS + OrderPlacement.WRITERS);
        assertThat(service.outbox().events())
                .as("each is announced once")
                .extracting(RecordingOutbox.Recorded::key)
                .hasSize(REQUESTS + OrderPlacement.WRITERS)
                .doesNotHaveDuplicates();
        assertThat(transactions()).isEqualTo(OrderPlacement.WRITERS + 1);
    }

    @Test
    void eachIsAnsweredByItself() throws Exception {
        List<HttpResponse<String>> answers = together(i -> switch (i % 5) {
            case 0 -> () -> service.post("/orders", KEYBOARD_ORDER.replace("KEYBOARD", "NO-SUCH"));
            // Two requests for each of twenty keys, which are the same ...
            case 1 -> () -> service.post("/orders", KEYBOARD_ORDER, KEY, "same-" + i % 100);
            // ... and which are not.
            case 2 ->
                () -> service.post("/orders", KEYBOARD_ORDER.replace(":2", ":" + (i + 1)), KEY, "other-" + i % 100);
            default -> () -> service.post("/orders", KEYBOARD_ORDER.replace("KEYBOARD", "MOUSE"));
        });

        assertThat(every(5, 0, answers)).allSatisfy(it -> {
            assertThat(it.statusCode()).isEqualTo(422);
            assertThat(it.body()).contains("lines[0].sku").contains("NO-SUCH");
        });
        assertThat(every(5, 1, answers))
                .allSatisfy(it -> assertThat(it.statusCode()).isEqualTo(202));
        assertThat(ids(every(5, 1, answers))).hasSize(REQUESTS / 10);
        List<HttpResponse<String>> refused = every(5, 2, answers).stream()
                .filter(it -> it.statusCode() == 422)
                .toList();
        assertThat(refused)
                .hasSize(REQUESTS / 10)
                .allSatisfy(it -> assertThat(it.body()).contains("was used by this customer for another request"));
        int stored = REQUESTS / 5 * 2 + REQUESTS / 10 * 2 + OrderPlacement.WRITERS;
        assertThat(service.storedOrders()).isEqualTo(stored);
        assertThat(service.outbox().events()).hasSize(stored);
        assertThat(transactions()).as("none of that needs another").isEqualTo(OrderPlacement.WRITERS + 1);
    }

    @Test
    void theOneThatTheDatabaseRefusesFailsAlone() throws Exception {
        service.jdbc().execute("alter table orders add constraint no_mallory check (customer_id <> 'mallory')");
        try {
            List<HttpResponse<String>> answers = together(i -> () ->
                    service.post("/orders", i == 77 ? KEYBOARD_ORDER.replace("alice", "mallory") : KEYBOARD_ORDER));

            assertThat(answers.get(77).statusCode()).isEqualTo(500);
            answers.remove(77);
            assertThat(answers).allSatisfy(it -> assertThat(it.statusCode()).isEqualTo(202));
            assertThat(ids(answers)).hasSize(REQUESTS - 1);
            assertThat(service.storedOrders()).isEqualTo(REQUESTS - 1 + OrderPlacement.WRITERS);
            assertThat(service.outbox().events()).hasSize(REQUESTS - 1 + OrderPlacement.WRITERS);
        } finally {
            service.jdbc().execute("alter table orders drop constraint no_mallory");
        }
    }

    @FunctionalInterface
    private interface Post {
        HttpResponse<String> send() throws Exception;
    }

    /** Sends them all while each writer is held up by a request of its own, then lets them go. */
    private List<HttpResponse<String>> together(IntFunction<Post> posts) throws Exception {
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        OrderPlacement placement = service.bean(OrderPlacement.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            service.bean(TransactionOperations.class).executeWithoutResult(status -> {
                service.jdbc().execute("lock table catalogue in access exclusive mode");
                for (int writers = 1; writers <= OrderPlacement.WRITERS; writers++) {
                    int held = writers;
                    threads.submit(() -> service.placed(KEYBOARD_ORDER));
                    await().atMost(SOON).until(() -> waitingForTheCatalogue() == held);
                }
                IntStream.range(0, REQUESTS)
                        .forEach(i ->
                                answers.add(threads.submit(() -> posts.apply(i).send())));
                await().atMost(SOON).until(() -> placement.waiting() == REQUESTS);
            });
        }
        List<HttpResponse<String>> received = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            received.add(answer.get());
        }
        return received;
    }

    private int waitingForTheCatalogue() {
        return count("select count(*) from pg_locks where relation = 'catalogue'::regclass and not granted");
    }

    /** How many transactions stored the orders that are there. */
    private int transactions() {
        return count("select count(distinct xmin::text) from orders");
    }

    private int count(String query) {
        return Objects.requireNonNull(service.jdbc().queryForObject(query, Integer.class));
    }

    private static Set<String> ids(List<HttpResponse<String>> answers) {
        Set<String> ids = new HashSet<>();
        answers.forEach(it -> ids.add(json(it).get("orderId").stringValue()));
        return ids;
    }

    private static <T> List<T> every(int step, int from, List<T> all) {
        List<T> some = new ArrayList<>();
        for (int i = from; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return Collections.unmodifiableList(some);
    }
}
