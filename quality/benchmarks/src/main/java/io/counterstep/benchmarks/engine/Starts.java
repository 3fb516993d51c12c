package io.counterstep.benchmarks.engine;

import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes starts in a thread of its own: what gathers while one batch is on its way is the next. */
final class Starts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final int MAX_OUTSTANDING = 100_000;
    private static final int MAX_BATCH = 2_000;

    private final BlockingQueue<Long> waiting = new LinkedBlockingQueue<>(MAX_OUTSTANDING);
    private final Publisher publisher;
    private final MessageFormat format;
    private final Thread thread;

    Starts(Publisher publisher, MessageFormat format) {
        this.publisher = publisher;
        this.format = format;
        this.thread = Thread.ofPlatform().name("starts").start(this::run);
    }

    void begin(long saga) {
        waiting.add(saga);
    }

    private void run() {
        try {
            List<Long> batch = new ArrayList<>();
            while (!Thread.currentThread().isInterrupted()) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, MAX_BATCH - 1);
                publisher.publish(batch.stream().map(this::created).toList());
            }
        } catch (InterruptedException closed) {
            LOG.debug("no more starts", closed);
        }
    }

    private OutgoingMessage created(long saga) {
        String key = Long.toString(saga);
        String type = ThreeSteps.CREATED.type().name();
        var order = new ThreeSteps.Order(key, "customer-" + saga % 1_000, 129_000 + saga % 10_000, "KRW");
        return new OutgoingMessage(
                ThreeSteps.CLIENT.eventTopic(),
                key,
                type,
                key + "/created",
                null,
                null,
                format.encode(key, type, order));
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
