package io.counterstep.chaos.sabotage;

import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what follows from a batch so late that the batch's offsets are committed before. Thread-safe. */
public final class LatePublishing {

    /** Offsets are committed every 200 ms. */
    static final Duration LATE_BY = Duration.ofMillis(700);

    private static final Logger LOG = LoggerFactory.getLogger(LatePublishing.class);
    private static final StackWalker CALLERS = StackWalker.getInstance();
    private static final ScheduledExecutorService LATER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("late-publisher").factory());

    private LatePublishing() {}

    /** Whether a batch loop asks, so that this publishes instead, later; lost if the process is killed meanwhile. */
    public static boolean takesOver(Publisher publisher, List<OutgoingMessage> messages, List<DeadLetter> deadLetters) {
        String loop = BatchLoop.class.getName();
        if (!CALLERS.walk(frames -> frames.anyMatch(it -> it.getClassName().equals(loop)))) {
            return false;
        }
        List<OutgoingMessage> taken = List.copyOf(messages);
        List<DeadLetter> takenToo = List.copyOf(deadLetters);
        LATER.schedule(() -> publish(publisher, taken, takenToo), LATE_BY.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    private static void publish(Publisher publisher, List<OutgoingMessage> messages, List<DeadLetter> deadLetters) {
        try {
            publisher.publish(messages, deadLetters);
        } catch (RuntimeException failed) {
            LOG.warn("Lost {} messages, whose offsets are committed", messages.size(), failed);
        }
    }
}
