package io.counterstep.benchmarks;

import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what begins sagas, in a thread of its own: what gathers while one batch is on its way is the next. Thread-safe.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int MOST_OUTSTANDING = 100_000;
    private static final int MOST_AT_ONCE = 1_000;

    private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>(MOST_OUTSTANDING);
    private final Publisher publisher;
    private final LongFunction<OutgoingMessage> beginning;
    private final Ends ends;
    private final Thread thread = Thread.ofPlatform().name("relay").daemon().unstarted(this::run);

    private Relay(Publisher publisher, LongFunction<OutgoingMessage> beginning, Ends ends) {
        this.publisher = publisher;
        this.beginning = beginning;
        this.ends = ends;
    }

    /** @param ends is told if something cannot be published */
    public static Relay start(Publisher publisher, LongFunction<OutgoingMessage> beginning, Ends ends) {
        Relay relay = new Relay(publisher, beginning, ends);
        relay.thread.start();
        return relay;
    }

    /** @throws IllegalStateException if more wait than are ever outstanding */
    public void begin(long saga) {
        waiting.add(saga);
    }

    private void run() {
        try {
            List<Long> sagas = new ArrayList<>();
            while (true) {
                sagas.clear();
                sagas.add(waiting.take());
                waiting.drainTo(sagas, MOST_AT_ONCE - 1);
                publisher.publish(sagas.stream().map(beginning::apply).toList());
            }
        } catch (InterruptedException closed) {
            LOG.debug("Nothing more begins", closed);
        } catch (RuntimeException failed) {
            ends.failed("publishing what begins sagas failed: " + failed.getMessage());
        }
    }

    /** Ends the thread; the publisher stays open. */
    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
