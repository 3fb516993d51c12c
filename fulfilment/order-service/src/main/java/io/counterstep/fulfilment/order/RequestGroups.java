package io.counterstep.fulfilment.order;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has requests answered in groups: who asks hands the request over and waits; a writer takes all that wait, first come
 * first served, and answers them together. No timer: a lone request is taken at once, and what comes while the writers
 * are busy is the next group, so groups are as large as the load makes them. Thread-safe.
 *
 * <p>Who gives up before the request was taken can be sure that nothing is done for it. Once it is taken there is no
 * giving up: whoever asked is told the end, also if interrupted meanwhile.
 */
final class RequestGroups<Q, A> implements AutoCloseable {

    /** Longer than a group's transaction takes while the database answers. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    /**
     * @param writers groups that may be worked on at once
     * @param mostPerGroup requests in one group
     * @param mostWaiting requests that may wait to be taken; more are turned away at once
     * @param patience how long one waits to be taken
     */
    record Bounds(int writers, int mostPerGroup, int mostWaiting, Duration patience) {}

    private record Place<Q, A>(Q request, CompletableFuture<Supplier<A>> answer) {

        void fail(RuntimeException why) {
            answer.complete(() -> {
                throw why;
            });
        }
    }

    private final Bounds bounds;
    private final Function<List<Q>, List<A>> work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Place<Q, A>> waiting = new ArrayDeque<>();
    private final List<Thread> writers = new ArrayList<>();
    private boolean open = true;

    private RequestGroups(Bounds bounds, Function<List<Q>, List<A>> work) {
        this.bounds = bounds;
        this.work = work;
    }

    /**
     * Starts the writers.
     *
     * @param name of their threads
     * @param work answers a group, each request at its place; what it throws, all of the group are told
     */
    static <Q, A> RequestGroups<Q, A> start(String name, Bounds bounds, Function<List<Q>, List<A>> work) {
        RequestGroups<Q, A> groups = new RequestGroups<>(bounds, work);
        for (int i = 1; i <= bounds.writers(); i++) {
            groups.writers.add(Thread.ofPlatform().name(name + "-" + i).start(groups::write));
        }
        return groups;
    }

    /**
     * Waits for the answer.
     *
     * @throws TooBusyException if the request was not taken: too many wait, it waited too long, the thread was
     *     interrupted or the service is stopping
     */
    A ask(Q request) {
        Place<Q, A> place = new Place<>(request, new CompletableFuture<>());
        handOver(place);
        try {
            return place.answer()
                    .get(bounds.patience().toNanos(), TimeUnit.NANOSECONDS)
                    .get();
        } catch (TimeoutException late) {
            if (withdraw(place)) {
                throw new TooBusyException("waited " + bounds.patience().toSeconds() + " s behind other requests");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            if (withdraw(place)) {
                throw new TooBusyException("the service is stopping");
            }
        } catch (ExecutionException never) {
            throw new IllegalStateException("an answer is completed with a supplier only", never);
        }
        return place.answer().join().get();
    }

    private void handOver(Place<Q, A> place) {
        lock.lock();
        try {
            if (!open) {
                throw new TooBusyException("the service is stopping");
            }
            if (waiting.size() >= bounds.mostWaiting()) {
                throw new TooBusyException(waiting.size() + " other requests wait already");
            }
            waiting.add(place);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** @return false if it has been taken */
    private boolean withdraw(Place<Q, A> place) {
        lock.lock();
        try {
            return waiting.remove(place);
        } finally {
            lock.unlock();
        }
    }

    /** How many wait to be taken at this moment. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        for (List<Place<Q, A>> group = take(); !group.isEmpty(); group = take()) {
            answer(group);
        }
    }

    /** @return empty when there is nothing more to do for ever */
    private List<Place<Q, A>> take() {
        lock.lock();
        try {
            while (open && waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            int size = Math.min(waiting.size(), bounds.mostPerGroup());
            List<Place<Q, A>> group = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                group.add(waiting.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void answer(List<Place<Q, A>> group) {
        try {
            List<A> answers = work.apply(group.stream().map(Place::request).toList());
            if (answers.size() != group.size()) {
                throw new IllegalStateException(
                        "a group of " + group.size() + " requests got " + answers.size() + " answers");
            }
            for (int i = 0; i < group.size(); i++) {
                A answer = answers.get(i);
                group.get(i).answer().complete(() -> answer);
            }
        } catch (RuntimeException failed) {
            group.forEach(it -> it.fail(failed));
        } catch (Error broken) {
            group.forEach(it -> it.fail(new IllegalStateException("a group of requests broke off", broken)));
        }
    }

    /** Turns away what waits, and returns when what was taken has been answered, or after {@code STOP_WITHIN}. */
    @Override
    public void close() {
        List<Place<Q, A>> left;
        lock.lock();
        try {
            open = false;
            left = List.copyOf(waiting);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(it -> it.fail(new TooBusyException("the service is stopping")));
        try {
            for (Thread writer : writers) {
                writer.join(STOP_WITHIN);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
