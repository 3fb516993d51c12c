package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.orchestrator.ParkedLetter.Line;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators who change the same letters at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterConcurrencyTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final DeadLetters.Which OF_BANK = new DeadLetters.Which("bank-events", null, null);

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
        desk.take(desk.paid("nobody"));
        desk.collectDeadLetters();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void whoChangesManyWritesHisLineBehindThatOfAnEditForWhichHeHadToWait() {
        Integer changed = whileWaitingFor(
                () -> desk.letters().edit(only().id(), "{}", "kim", "mended"),
                () -> desk.letters().replayAll(OF_BANK, "lee", "it is mended"));

        assertThat(changed).isEqualTo(1);
        assertThat(only().state()).isEqualTo(State.REPLAYING);
        assertThat(only().history())
                .extracting(Line::kind)
                .containsExactly(ParkedLetter.Kind.EDITED, ParkedLetter.Kind.REPLAYED);
    }

    @Test
    void whoChangesManyLeavesOutWhatAnotherHasDecidedMeanwhile() {
        Integer changed = whileWaitingFor(
                () -> desk.letters().discard(only().id(), "kim", "nobody misses it"),
                () -> desk.letters().replayAll(OF_BANK, "lee", "it is mended"));

        assertThat(changed).isZero();
        assertThat(only().state()).isEqualTo(State.DISCARDED);
        assertThat(only().history()).extracting(Line::by).containsExactly("kim");
    }

    /** The first commits when the second waits for it; returns what the second answers. */
    private @Nullable Integer whileWaitingFor(Runnable first, Supplier<Integer> second) {
        AtomicReference<CompletableFuture<Integer>> waiting = new AtomicReference<>();
        desk.stores.first().readCommitted().executeWithoutResult(status -> {
            first.run();
            waiting.set(CompletableFuture.supplyAsync(second));
            await().atMost(SOON)
                    .until(() -> !desk.jdbc
                            .queryForList("select pid from pg_locks where not granted")
                            .isEmpty());
        });
        return waiting.get().join();
    }

    private ParkedLetter only() {
        var all = desk.letters().search(LetterFilter.any(100)).deadLetters();
        assertThat(all).hasSize(1);
        return desk.letters().find(all.getFirst().id()).orElseThrow();
    }
}
