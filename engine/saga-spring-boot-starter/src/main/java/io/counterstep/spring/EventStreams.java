package io.counterstep.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events, as many streams at a time as are allowed. Each has a virtual thread of its own, which alone waits for its client:
 * a slow one misses what was overtaken and delays nobody. One that is gone is noticed with the next heartbeat at the latest, and leaves
 * nothing behind. When the service stops, all streams end first. Thread-safe.
 */
final class EventStreams implements SmartLifecycle {

    /** Soon enough to notice that a client is gone. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** No time-out: streams end when there is nothing more to tell, or their clients go away. */
    private static final long UNTIL_IT_ENDS = 0;

    private final Semaphore free;
    private final Duration heartbeat;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * @param max the most streams at a time
     * @param heartbeat a comment is sent after so long without an event
     */
    EventStreams(int max, Duration heartbeat) {
        this.free = new Semaphore(max);
        this.heartbeat = heartbeat;
    }

    /**
     * @param event the name of its events
     * @param source begins to tell that listener, whom it may tell in any thread; nothing means that nothing more comes. It returns
     *     what ends it.
     * @param isLast whether nothing comes after that one
     * @throws org.springframework.web.ErrorResponseException 503, if there are too many, or the service stops
     */
    <T> ResponseEntity<SseEmitter> open(
            String event, Function<Consumer<Optional<T>>, Runnable> source, Predicate<T> isLast) {
        if (stopped || !free.tryAcquire()) {
            throw Problems.comeBack("too many streams at once; ask for it again later");
        }
        BlockingQueue<Optional<T>> latest = new ArrayBlockingQueue<>(1);
        Runnable end;
        try {
            end = source.apply(it -> {
                while (!latest.offer(it)) {
                    latest.poll();
                }
            });
        } catch (RuntimeException failed) {
            free.release();
            throw failed;
        }
        SseEmitter emitter = new SseEmitter(UNTIL_IT_ENDS);
        Thread thread = Thread.ofVirtual().name("saga-stream-" + event).unstarted(() -> {
            try {
                run(event, latest, isLast, emitter);
            } finally {
                end.run();
                running.remove(Thread.currentThread());
                free.release();
            }
        });
        emitter.onCompletion(thread::interrupt);
        emitter.onError(gone -> thread.interrupt());
        running.add(thread);
        thread.start();
        if (stopped) {
            thread.interrupt();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("X-Accel-Buffering", "no") // or nginx would keep events back
                .body(emitter);
    }

    private <T> void run(String event, BlockingQueue<Optional<T>> latest, Predicate<T> isLast, SseEmitter emitter) {
        try {
            boolean isOver = false;
            while (!isOver) {
                Optional<T> it = latest.poll(heartbeat.toNanos(), TimeUnit.NANOSECONDS);
                if (it == null) {
                    emitter.send(SseEmitter.event().comment(""));
                } else if (it.isPresent()) {
                    emitter.send(SseEmitter.event().name(event).data(it.get(), MediaType.APPLICATION_JSON));
                }
                isOver = it != null && (it.isEmpty() || isLast.test(it.get()));
            }
            emitter.complete();
        } catch (InterruptedException stopping) {
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            // the container has been told by the failed write, and ends the request
            return;
        }
    }

    /** How many there are now. */
    int running() {
        return running.size();
    }

    @Override
    public void start() {
        stopped = false;
    }

    @Override
    public void stop() {
        stopped = true;
        running.forEach(Thread::interrupt);
    }

    @Override
    public boolean isRunning() {
        return !stopped;
    }
}
