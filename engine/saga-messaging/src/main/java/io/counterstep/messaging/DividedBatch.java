package io.counterstep.messaging;

import io.counterstep.messaging.BatchHandler.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A batch whose parts are handled at the same time, each in the order of its messages. Used by one thread. */
final class DividedBatch {

    /** By part, in their order; only parts that have something to do. */
    private final TreeMap<Integer, List<IncomingMessage>> messages = new TreeMap<>();

    private DividedBatch() {}

    /** Handles the messages of one part; may run in any thread. */
    @FunctionalInterface
    interface Work {
        void handle(int part, List<IncomingMessage> messages, Outcome outcome);
    }

    static DividedBatch of(List<IncomingMessage> batch, int parts, BatchLoop.Division division) {
        DividedBatch divided = new DividedBatch();
        for (IncomingMessage message : batch) {
            for (int part : division.of(message)) {
                if (part < 0 || part >= parts) {
                    throw new IllegalArgumentException(message.type() + " is for part " + part + " of " + parts);
                }
                divided.messages.computeIfAbsent(part, it -> new ArrayList<>()).add(message);
            }
        }
        return divided;
    }

    /**
     * Returns when every part is done, whether it failed or not.
     *
     * @throws RuntimeException what a part that failed has thrown; then the total is as it was
     */
    void handle(Work work, Outcome total) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        int last = messages.lastKey();
        RuntimeException failure = null;
        // closing waits for all of them: none may still be at it when the batch is delivered again
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var part : messages.entrySet()) {
                Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
                outcomes.add(outcome);
                Runnable task = () -> work.handle(part.getKey(), part.getValue(), outcome);
                if (part.getKey() < last) {
                    running.add(threads.submit(task));
                } else {
                    failure = failureOf(task);
                }
            }
        }
        for (Future<?> each : running) {
            failure = first(failureOf(each), failure);
        }
        if (failure != null) {
            throw failure;
        }
        outcomes.forEach(it -> total.messages().addAll(it.messages()));
        addRejected(outcomes, total);
    }

    /** This thread does a part as well, so that a batch for one part alone costs no other. */
    private static @Nullable RuntimeException failureOf(Runnable task) {
        try {
            task.run();
            return null;
        } catch (RuntimeException failed) {
            return failed;
        }
    }

    private static @Nullable RuntimeException failureOf(Future<?> done) {
        if (done.state() == Future.State.SUCCESS) {
            return null;
        }
        Throwable thrown = done.state() == Future.State.FAILED ? done.exceptionNow() : null;
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException failed
                ? failed
                : new IllegalStateException("a part of a batch was not handled: its thread was interrupted", thrown);
    }

    private static @Nullable RuntimeException first(@Nullable RuntimeException one, @Nullable RuntimeException other) {
        if (one != null && other != null) {
            one.addSuppressed(other);
        }
        return one == null ? other : one;
    }

    /** What several parts reject for one reason becomes one dead letter. */
    private static void addRejected(List<Outcome> outcomes, Outcome total) {
        Set<String> known = new HashSet<>();
        for (Outcome outcome : outcomes) {
            Set<String> its = new HashSet<>();
            for (DeadLetter letter : outcome.rejected()) {
                String what = letter.source() + " " + letter.reason();
                if (!known.contains(what)) {
                    total.rejected().add(letter);
                }
                its.add(what);
            }
            known.addAll(its);
        }
    }
}
