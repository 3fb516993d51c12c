package io.counterstep.fulfilment.local.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Places orders as long as permits are to be had, over a bounded number of connections, each with a virtual thread. A
 * permit goes back when its order ends ({@link #release}), or at once if the order was not accepted.
 */
final class Senders {

    static final int MAX_CONNECTIONS = 64;

    private static final int ACCEPTED = 202;
    private static final Duration STOP_CHECK = Duration.ofMillis(100);

    /** After a failed POST, so that a system in trouble is not asked in a tight loop. */
    private static final Duration BACK_OFF = Duration.ofMillis(50);

    private static final JsonMapper JSON = new JsonMapper();

    private final URI orderService;
    private final OrderMix mix;
    private final OrdersInFlight inFlight;
    private final Semaphore permits;
    private final AtomicLong next = new AtomicLong();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Tally failures = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Senders(URI orderService, OrderMix mix, OrdersInFlight inFlight, int outstanding) {
        this.orderService = orderService;
        this.mix = mix;
        this.inFlight = inFlight;
        this.permits = new Semaphore(outstanding);
        for (int i = 0; i < Math.min(outstanding, MAX_CONNECTIONS); i++) {
            threads.add(Thread.ofVirtual().name("sender-" + i).unstarted(this::send));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void release() {
        permits.release();
    }

    /** Returns when no more POST is under way. */
    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    long rejected() {
        return rejected.sum();
    }

    long errors() {
        return errors.sum();
    }

    Tally failures() {
        return failures;
    }

    private void send() {
        try (HttpConnection connection = new HttpConnection(orderService)) {
            while (!stopping) {
                if (permits.tryAcquire(STOP_CHECK.toMillis(), TimeUnit.MILLISECONDS) && !place(connection)) {
                    permits.release();
                    Thread.sleep(BACK_OFF);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException unclosable) {
            failures.count("closing a connection: " + unclosable.getMessage());
        }
    }

    /** @return whether there is now an order to wait for */
    private boolean place(HttpConnection connection) {
        byte[] order = mix.order(next.getAndIncrement());
        long posted = System.nanoTime();
        try {
            HttpConnection.Response response = connection.post("/orders", order);
            if (response.status() != ACCEPTED) {
                rejected.increment();
                failures.count("HTTP " + response.status() + why(response));
                return false;
            }
            inFlight.accepted(orderId(response), posted);
            return true;
        } catch (IOException broken) {
            errors.increment();
            failures.count(broken.toString());
            return false;
        }
    }

    private static String orderId(HttpConnection.Response accepted) throws IOException {
        JsonNode body = read(accepted);
        JsonNode orderId = body == null ? null : body.get("orderId");
        if (orderId == null || !orderId.isString()) {
            throw new IOException("accepted without an orderId: " + accepted.text());
        }
        return orderId.stringValue();
    }

    private static String why(HttpConnection.Response rejection) {
        JsonNode body = read(rejection);
        if (body == null) {
            return "";
        }
        String title = body.path("title").asString("");
        String detail = body.path("detail").asString("");
        return (title.isEmpty() ? "" : " " + title) + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static @Nullable JsonNode read(HttpConnection.Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException notJson) {
            return null; // both callers say what they found instead
        }
    }
}
