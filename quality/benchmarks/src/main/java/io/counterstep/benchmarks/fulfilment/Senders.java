package io.counterstep.benchmarks.fulfilment;

import io.counterstep.benchmarks.Ends;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Places orders over a bounded number of connections, each with a virtual thread. The queue is bounded by the sagas
 * outstanding. An order that is not accepted is a failure: the load would not be what it should. Thread-safe.
 */
final class Senders implements AutoCloseable {

    static final int MAX_CONNECTIONS = 64;

    private static final int ACCEPTED = 202;
    private static final JsonMapper JSON = new JsonMapper();

    private final URI orderService;
    private final OrdersInFlight inFlight;
    private final Ends ends;
    private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Senders(URI orderService, OrdersInFlight inFlight, Ends ends) {
        this.orderService = orderService;
        this.inFlight = inFlight;
        this.ends = ends;
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            threads.add(Thread.ofVirtual().name("sender-" + i).start(this::send));
        }
    }

    /** Returns at once. */
    void place(long saga) {
        waiting.add(saga);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    private void send() {
        try (HttpConnection connection = new HttpConnection(orderService)) {
            while (true) {
                long saga = waiting.take();
                inFlight.accepted(place(connection, saga), saga);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            ends.failed("POST /orders failed: " + failed.getMessage());
        }
    }

    /** @return the order's id */
    private static String place(HttpConnection connection, long saga) throws IOException {
        HttpConnection.Response response =
                connection.post("/orders", LoadOrder.of(saga).json());
        if (response.status() != ACCEPTED) {
            throw new IOException("it was answered with HTTP " + response.status() + ": " + response.text());
        }
        try {
            JsonNode orderId = JSON.readTree(response.body()).path("orderId");
            if (orderId.isString()) {
                return orderId.stringValue();
            }
        } catch (JacksonException notJson) {
            throw new IOException("the answer is not JSON: " + response.text(), notJson);
        }
        throw new IOException("it was accepted without an orderId: " + response.text());
    }
}
