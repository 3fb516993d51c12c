package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** More than the service can take: who is not served is told when to come back, and soon. */
@NullMarked
@ExtendWith(OrderServiceExtension.class)
class FloodTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The wait for a turn, for a connection and for a statement, together. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(18);

    /** {@code counterstep.http.requests-at-once} of this service. */
    private static final int AT_ONCE = 2_000;

    private static final int BEYOND = 300;

    private final RunningOrderService shared;

    FloodTest(RunningOrderService shared) {
        this.shared = shared;
    }

    @Test
    void whatIsMoreThanCanWaitIsToldAtOnceToComeBackAndNothingIsLost() throws Exception {
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            whileLocked("catalogue", () -> {
                for (int i = 0; i < AT_ONCE + BEYOND; i++) {
                    answers.add(threads.submit(() -> shared.post("/orders", KEYBOARD_ORDER)));
                }
                await().atMost(SOON)
                        .until(() -> answers.stream().filter(Future::isDone).count() >= BEYOND);
                assertThat(shared.get("/actuator/health").statusCode()).isEqualTo(200);
            });
        }
        List<HttpResponse<String>> received = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            received.add(answer.get());
        }
        assertThat(received).allSatisfy(it -> assertThat(it.statusCode()).isIn(202, 503));
        received.stream().filter(it -> it.statusCode() == 503).forEach(FloodTest::assertComeBack);
        long placed = received.stream().filter(it -> it.statusCode() == 202).count();
        assertThat(placed).isPositive();
        assertThat(shared.storedOrders()).isEqualTo(Math.toIntExact(placed));
    }

    @Test
    void aTableThatStaysLockedIsAnsweredWithinItsBound() throws Exception {
        String id = shared.placed(KEYBOARD_ORDER);
        whileLocked("orders", () -> {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                long begin = System.nanoTime();
                List<Future<HttpResponse<String>>> answers = List.of(
                        threads.submit(() -> shared.post("/orders", KEYBOARD_ORDER)),
                        threads.submit(() -> shared.get("/orders/" + id)),
                        threads.submit(() -> shared.get("/orders")),
                        threads.submit(() -> shared.post("/orders/" + id + "/cancel", "")));
                for (Future<HttpResponse<String>> answer : answers) {
                    assertComeBack(answer.get());
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWERED_WITHIN);
            }
        });
        assertThat(shared.get("/orders/" + id).statusCode()).isEqualTo(200);
        assertThat(shared.storedOrders()).isOne();
    }

    @Test
    void whileTooManyEventsWaitToBePublishedOrdersAreRefusedAndAllElseGoesOn() throws Exception {
        try (RunningOrderService own = new RunningOrderService("--order.max-unpublished=5")) {
            String id = placedUntilRefused(own, "5 events wait to be published");
            assertThat(own.get("/orders/" + id).statusCode()).isEqualTo(200);
            assertThat(own.post("/orders/" + id + "/cancel", "").statusCode()).isEqualTo(202);

            own.jdbc().execute("truncate recorded_event");
            await().atMost(SOON).until(() -> own.post("/orders", KEYBOARD_ORDER).statusCode() == 202);
        }
    }

    @Test
    void whileTooManyOrdersArePendingMoreAreRefused() throws Exception {
        try (RunningOrderService own = new RunningOrderService("--order.max-pending=5")) {
            placedUntilRefused(own, "5 orders are PENDING");

            own.jdbc().execute("update orders set status = 'COMPLETED', finished_at = now()");
            await().atMost(SOON).until(() -> own.post("/orders", KEYBOARD_ORDER).statusCode() == 202);
        }
    }

    /** Returns an order that was placed before. */
    private static String placedUntilRefused(RunningOrderService own, String why) throws Exception {
        String id = own.placed(KEYBOARD_ORDER);
        for (int i = 1; i < 5; i++) {
            own.placed(KEYBOARD_ORDER);
        }
        HttpResponse<String> refusal =
                await().atMost(SOON).until(() -> own.post("/orders", KEYBOARD_ORDER), it -> it.statusCode() != 202);
        assertComeBack(refusal);
        assertThat(refusal.body()).contains(why);
        return id;
    }

    private static void assertComeBack(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    }

    @FunctionalInterface
    private interface Act {
        void run() throws Exception;
    }

    private void whileLocked(String table, Act act) {
        // Not the service's own, whose statements are cut off after a while.
        new TransactionTemplate(shared.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            shared.jdbc().execute("lock table " + table + " in access exclusive mode");
            try {
                act.run();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
