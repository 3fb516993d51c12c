package io.counterstep.fulfilment.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class RequestGroupsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<List<Integer>> begun = new CopyOnWriteArrayList<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private RequestGroups<Integer, String> groups = start(LONG);

    private RequestGroups<Integer, String> start(Duration patience) {
        var bounds = new RequestGroups.Bounds(1, 3, 5, patience);
        return RequestGroups.start("test-writer", bounds, this::work);
    }

    /** Says that it has begun and waits until it may end. */
    private List<String> work(List<Integer> group) {
        begun.add(group);
        mayEnd.acquireUninterruptibly();
        return group.stream().map(it -> "answer to " + it).toList();
    }

    @AfterEach
    void close() {
        mayEnd.release(1_000);
        groups.close();
        askers.close();
    }

    @Test
    void whatComesWhileTheWriterIsBusyIsTheNextGroupUpToItsBound() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        answers.add(asked(0));
        await().atMost(SOON).until(() -> begun.size() == 1);
        for (int i = 1; i <= 4; i++) {
            answers.add(queued(i));
        }
        mayEnd.release(3);

        for (int i = 0; i <= 4; i++) {
            assertThat(answers.get(i).get()).isEqualTo("answer to " + i);
        }
        assertThat(begun).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4));
    }

    @Test
    void moreThanMayWaitAreTurnedAwayAtOnce() {
        busy();
        IntStream.rangeClosed(1, 5).forEach(this::queued);

        assertThatThrownBy(() -> groups.ask(6))
                .isInstanceOf(TooBusyException.class)
                .hasMessageContaining("was not begun")
                .hasMessageContaining("5 other requests");
    }

    @Test
    void whoRunsOutOfPatienceIsNeverWorkedForUnlessTakenBefore() throws Exception {
        groups.close();
        groups = start(Duration.ofMillis(100));
        Future<String> taken = busy();

        assertThatThrownBy(() -> groups.ask(1)).isInstanceOf(TooBusyException.class);
        mayEnd.release(2);
        assertThat(taken.get()).isEqualTo("answer to 0");
        groups.close();

        assertThat(begun).containsExactly(List.of(0));
    }

    @Test
    void whoIsInterruptedBeforeBeingTakenIsNeverWorkedForAndStaysInterrupted() throws Exception {
        busy();
        AtomicBoolean stayed = new AtomicBoolean();
        Thread asker = Thread.ofVirtual().start(() -> {
            assertThatThrownBy(() -> groups.ask(1)).isInstanceOf(TooBusyException.class);
            stayed.set(Thread.currentThread().isInterrupted());
        });
        await().atMost(SOON).until(() -> groups.waiting() == 1);
        asker.interrupt();
        asker.join();
        mayEnd.release(2);
        groups.close();

        assertThat(stayed).isTrue();
        assertThat(begun).containsExactly(List.of(0));
    }

    @Test
    void whoIsInterruptedAfterBeingTakenIsToldTheEndAndStaysInterrupted() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Thread asker = Thread.ofVirtual().start(() -> {
            told.add(groups.ask(0));
            told.add("interrupted: " + Thread.currentThread().isInterrupted());
        });
        await().atMost(SOON).until(() -> begun.size() == 1);
        asker.interrupt();
        await().atMost(SOON).until(() -> asker.getState() != Thread.State.TIMED_WAITING);
        mayEnd.release();
        asker.join();

        assertThat(told).containsExactly("answer to 0", "interrupted: true");
    }

    @Test
    void whatFailsAsAWholeFailsForAllAndTheWriterGoesOn() throws Exception {
        Error broken = new StackOverflowError("deep");
        RuntimeException failure = new IllegalStateException("broken");
        List<Throwable> failures = new ArrayList<>(List.of(failure, broken));
        var bounds = new RequestGroups.Bounds(1, 3, 5, LONG);
        try (var failing = RequestGroups.<Integer, String>start("test-writer", bounds, group -> {
            if (!failures.isEmpty()) {
                sneak(failures.removeFirst());
            }
            return List.of("fine");
        })) {
            assertThatThrownBy(() -> failing.ask(1)).isSameAs(failure);
            assertThatThrownBy(() -> failing.ask(2)).hasCause(broken);
            assertThat(failing.ask(3)).isEqualTo("fine");
        }
    }

    @Test
    void closingFinishesWhatWasTakenAndTurnsAwayTheRest() throws Exception {
        Future<String> taken = busy();
        Future<String> waiting = queued(1);
        Future<?> closing = askers.submit(groups::close);

        assertThat(waiting).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(TooBusyException.class);
        assertThatThrownBy(() -> groups.ask(2)).isInstanceOf(TooBusyException.class);
        assertThat(closing).isNotDone();
        mayEnd.release();
        closing.get();

        assertThat(taken.get()).isEqualTo("answer to 0");
        assertThat(begun).containsExactly(List.of(0));
    }

    /** One has been taken; who ran out of patience before tries again. */
    private Future<String> busy() {
        Future<String> taken = asked(0);
        while (begun.isEmpty()) {
            if (taken.isDone()) {
                taken = asked(0);
            }
            Thread.onSpinWait();
        }
        return taken;
    }

    private Future<String> queued(int request) {
        int before = groups.waiting();
        Future<String> answer = asked(request);
        await().atMost(SOON).until(() -> groups.waiting() == before + 1);
        return answer;
    }

    private Future<String> asked(int request) {
        return askers.submit(() -> groups.ask(request));
    }

    private static void sneak(Throwable thrown) {
        if (thrown instanceof RuntimeException failure) {
            throw failure;
        }
        throw (Error) thrown;
    }
}
