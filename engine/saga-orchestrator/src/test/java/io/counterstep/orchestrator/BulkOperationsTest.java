package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.BulkOperation.Problem;
import io.counterstep.orchestrator.BulkOperation.State;
import io.counterstep.orchestrator.BulkRequest.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator does to many sagas at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkOperationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ENOUGH_TICKS = 1_000;

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void eachSagaIsMovedOnceWithWhoAndWhyInItsHistory() {
        ordered(5);
        long id = start(Bulk.ask(Operation.COMPENSATE, Bulk.step("pay")));

        BulkOperation over = finish(id);

        assertThat(over.state()).isEqualTo(State.DONE);
        assertThat(over.endedAt()).isNotNull();
        assertThat(List.of(over.found(), over.done(), over.refused(), over.failed()))
                .containsExactly(5, 5, 0, 0);
        assertThat(desk.said()).containsExactly("REFUND k10", "REFUND k11", "REFUND k12", "REFUND k13", "REFUND k14");
        assertThat(desk.queries().history(Desk.id("k12")).orElseThrow().transitions())
                .last()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo("COMPENSATION_REQUESTED");
                    assertThat(it.detail()).isEqualTo("dana: a test");
                });
    }

    @Test
    void noSagaHasItsTurnTwiceThoughAllMatchStillAndNewOnesStart() {
        ordered(25);
        long id = start(Bulk.ask(Operation.RETRY, Bulk.ALL));
        BulkWorker worker = desk.bulkWorker();
        for (int i = 0; i < 20; i++) {
            worker.tick();
            desk.take(desk.ordered("late" + i), desk.paid("k" + (10 + i)));
            desk.pass(Duration.ofMillis(100));
        }

        BulkOperation over = finish(id);

        assertThat(over.done()).isEqualTo(25);
        assertThat(desk.jdbc.queryForList("""
                        select saga_id || ' ' || count(*) from saga_history where kind = 'RETRIED' group by saga_id""", String.class))
                .hasSize(25)
                .allMatch(it -> it.endsWith(" 1"))
                .noneMatch(it -> it.contains("late"));
    }

    @Test
    void itKeepsToItsRate() {
        ordered(10);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL, 20, 100));
        BulkWorker worker = desk.bulkWorker();

        worker.tick();
        assertThat(worker.tick()).as("when the next are due").isEqualTo(Duration.ofMillis(100));
        assertThat(find(id).done()).isEqualTo(2);
        assertThat(desk.bulkWorker().tick())
                .as("other instances keep to it too")
                .isPositive();
        assertThat(find(id).done()).isEqualTo(2);

        desk.pass(Duration.ofMillis(100));
        worker.tick();
        assertThat(find(id).done()).isEqualTo(4);
    }

    @Test
    void itTakesTheOldestAndNoMoreThanItMay() {
        ordered(6);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL, 20, 3));

        BulkOperation over = finish(id);

        assertThat(List.of(over.found(), over.done())).containsExactly(3, 3);
        assertThat(desk.state("k12")).startsWith("PAUSED");
        assertThat(desk.state("k13")).startsWith("RUNNING");
    }

    @Test
    void sagasOfSeveralStatesAreTakenAndTheOthersLeftAlone() {
        ordered(4);
        desk.take(desk.record("shop-events", "REGRETTED", "k11", null, ""));
        desk.operations().apply(Desk.id("k12"), new Input.Pause("kim", "a test"));
        BulkRequest request = Bulk.ask(Operation.PAUSE, Bulk.state(Status.RUNNING, Status.COMPENSATING));
        BulkPreview preview = desk.bulk().preview(request);

        BulkOperation over = finish(start(request));

        assertThat(over.filter()).as("in the order given").isEqualTo("{\"state\":\"RUNNING,COMPENSATING\"}");
        assertThat(List.of(preview.count(), preview.wouldDo(), over.found(), over.done()))
                .containsExactly(3, 3, 3, 3);
        assertThat(desk.state("k11")).startsWith("PAUSED");
        assertThat(desk.kinds("k12")).as("paused before").containsOnlyOnce("PAUSED");
        assertThat(BulkStore.request(over)).as("whoever goes on with it").isEqualTo(request);
    }

    @Test
    void oneThatWasStoredWithASingleStateGoesOn() {
        ordered(2);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        desk.jdbc.update("update saga_bulk_operation set filter = '{\"state\":\"RUNNING\"}'");

        assertThat(finish(id).done()).isEqualTo(2);
    }

    @Test
    void whatNothingMatchesIsDoneAtOnce() {
        long id = start(Bulk.ask(Operation.RESUME, Bulk.state(Status.PAUSED)));
        desk.bulkWorker().tick();
        assertThat(find(id).state()).isEqualTo(State.DONE);
        assertThat(desk.bulkWorker().tick()).as("idle").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aSagaThatCannotTakeItIsCountedWithTheReasonAndTheOthersGoOn() {
        ordered(3);
        desk.take(desk.paid("k11"), desk.sent("k11"));
        long id = start(Bulk.ask(Operation.COMPENSATE, Bulk.ALL));

        BulkOperation over = finish(id);

        assertThat(List.of(over.done(), over.refused())).containsExactly(2, 1);
        assertThat(over.lastProblems())
                .containsExactly(new Problem("purchase:k11", "the saga is past its pivot, or turned back already"));
    }

    @Test
    void aSagaThatThrowsFailsAloneWithTheReason() {
        ordered(3);
        desk.jdbc.update("update saga set version = 99 where business_key = 'k11'");
        long id = start(Bulk.ask(Operation.COMPENSATE, Bulk.ALL));

        BulkOperation over = finish(id);

        assertThat(List.of(over.done(), over.failed())).containsExactly(2, 1);
        assertThat(over.lastProblems()).singleElement().satisfies(it -> {
            assertThat(it.saga()).isEqualTo("purchase:k11");
            assertThat(it.problem()).contains("version 99, which is not registered here");
        });
    }

    @Test
    void aSagaThatNoLongerMatchesWhenItIsLockedIsLeftAlone() {
        ordered(1);
        long id = start(Bulk.ask(Operation.RETRY, Bulk.step("pay")));
        var transaction = desk.stores.first().readCommitted();

        CompletableFuture<?> working = transaction.execute(status -> {
            // it is found as it was, and met as it is from the commit on
            desk.jdbc.update("update saga set step = 'send' where business_key = 'k10'");
            CompletableFuture<?> ticking =
                    CompletableFuture.runAsync(() -> desk.bulkWorker().tick());
            await().atMost(PATIENCE).until(() -> waitingForLocks() > 0);
            return ticking;
        });
        assertThat(working).succeedsWithin(PATIENCE);

        assertThat(find(id).lastProblems()).containsExactly(new Problem("purchase:k10", BulkWorker.NO_LONGER));
        assertThat(desk.kinds("k10")).doesNotContain("RETRIED");
    }

    private int waitingForLocks() {
        Integer waiting = new JdbcTemplate(desk.database.dataSource())
                .queryForObject("select count(*) from pg_locks where not granted", Integer.class);
        return waiting == null ? 0 : waiting;
    }

    @Test
    void onlyTheLastProblemsAreKept() {
        ordered(30);
        long id = start(Bulk.ask(Operation.RESUME, Bulk.ALL));

        BulkOperation over = finish(id);

        assertThat(over.refused()).isEqualTo(30);
        assertThat(over.lastProblems()).hasSize(BulkOperation.MAX_PROBLEMS);
        assertThat(over.lastProblems().getLast().saga()).isEqualTo("purchase:k39");
        assertThat(desk.bulk().newest())
                .singleElement()
                .satisfies(it -> assertThat(it.lastProblems()).isEmpty());
    }

    @Test
    void aReplyIsAssumedWhereItFits() {
        ordered(2);
        desk.take(desk.paid("k10"));

        assertThat(finish(start(Bulk.resolve(Bulk.ALL, "send", "SENT", "{}"))))
                .satisfies(it -> assertThat(List.of(it.done(), it.refused())).containsExactly(1, 1));
        BulkOperation unfit = finish(start(Bulk.resolve(Bulk.step("pay"), "pay", "SENT", "{}")));
        assertThat(unfit.lastProblems().getFirst().problem()).contains("'SENT' does not answer step 'pay'");
    }

    @Test
    void anInstanceThatDiesInTheMiddleIsWaitedForAndThenAnotherGoesOn() {
        ordered(3);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        store().claim("of one that dies", desk.now(), desk.now().plus(BulkWorker.LEASE));
        assertThat(store().claim("of another", desk.now(), desk.now()))
                .as("one at a time")
                .isNull();

        desk.bulkWorker().tick();
        assertThat(find(id).done()).isZero();

        desk.pass(BulkWorker.LEASE);
        assertThat(finish(id).done()).isEqualTo(3);
    }

    @Test
    void whatWasDoneButNotWrittenDownIsTriedAgainWithoutHarm() {
        ordered(4);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        desk.bulkWorker().tick();
        assertThat(find(id).done()).isEqualTo(2);
        desk.jdbc.update("update saga_bulk_operation set done = 0, after_start = null, after_id = null");

        BulkOperation over = finish(id);

        assertThat(List.of(over.done(), over.refused())).containsExactly(2, 2);
        assertThat(desk.kinds("k10")).containsExactly("STARTED", "PAUSED");
    }

    @Test
    void aPortionThatAnotherInstanceHasTakenOverIsNotWrittenDownTwice() {
        ordered(2);
        start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        BulkStore.Claim slow = store().claim("slow", desk.now(), desk.now().plus(BulkWorker.LEASE));
        desk.pass(BulkWorker.LEASE);
        assertThat(store().claim("next", desk.now(), desk.now().plus(BulkWorker.LEASE)))
                .isNotNull();

        assertThat(save(Objects.requireNonNull(slow))).isNull();
        assertThat(desk.bulk().newest().getFirst().done()).isZero();
    }

    @Test
    void canceledItEndsWithThePortionWhichStillCounts() {
        ordered(6);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        BulkStore.Claim portion = store().claim("me", desk.now(), desk.now().plus(BulkWorker.LEASE));

        assertThat(desk.bulk().cancel(id, "kim", "wrong filter")).isTrue();
        assertThat(save(Objects.requireNonNull(portion))).isEqualTo(State.CANCELED);

        desk.pass(BulkWorker.LEASE);
        desk.bulkWorker().tick();
        BulkOperation over = find(id);
        assertThat(over.state()).isEqualTo(State.CANCELED);
        assertThat(over.done()).isEqualTo(2);
        assertThat(over.canceledBy() + ": " + over.canceledWhy()).isEqualTo("kim: wrong filter");
        assertThat(desk.state("k15")).startsWith("RUNNING");
        assertThat(desk.bulk().cancel(id, "kim", "again")).isFalse();
    }

    private @Nullable State save(BulkStore.Claim claim) {
        return store().save(
                        claim,
                        new BulkStore.Tally(2, 0, 0, List.of()),
                        List.of(),
                        new BulkStore.Progress(0, null, 0, true),
                        desk.now(),
                        desk.now());
    }

    @Test
    void whileTheBrokerIsAwayWhatIsDoneCountsAndTheRestWaits() {
        ordered(3);
        long id = start(Bulk.ask(Operation.COMPENSATE, Bulk.step("pay")));
        desk.brokerRefuses("bank-commands", new TimeoutException("the broker is away"));
        desk.bulkWorker().tick();

        BulkOperation waiting = find(id);
        assertThat(List.of(waiting.done(), waiting.refused(), waiting.failed())).containsExactly(1, 0, 0);
        assertThat(waiting.lastProblems().getFirst().problem()).contains("the broker did not take what follows");
        assertThat(desk.state("k10")).isEqualTo("COMPENSATING pay/compensate");
        desk.pass(Duration.ofSeconds(1));
        desk.bulkWorker().tick();
        assertThat(find(id).done()).as("it is not yet tried again").isEqualTo(1);

        desk.brokerIsBack();
        assertThat(finish(id).done()).isEqualTo(3);
        desk.pass(Purchase.RESENT);
        desk.checks(10).tick();
        assertThat(desk.said()).contains("REFUND k10");
    }

    @Test
    void onlySoManyRunAtATimeAlsoIfAllBeginTogether() {
        ordered(1);
        try (ExecutorService together = Executors.newFixedThreadPool(4)) {
            List<CompletableFuture<Optional<BulkOperation>>> begun = IntStream.range(0, 3 * BulkOperations.MAX_RUNNING)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> desk.bulk().start(Bulk.ask(Operation.PAUSE, Bulk.ALL)), together))
                    .toList();
            assertThat(begun.stream().flatMap(it -> it.join().stream())).hasSize(BulkOperations.MAX_RUNNING);
        }
        assertThat(desk.bulk().newest()).hasSize(BulkOperations.MAX_RUNNING);

        finish(desk.bulk().newest().getLast().id());
        assertThat(desk.bulk().start(Bulk.ask(Operation.PAUSE, Bulk.ALL))).isPresent();
    }

    @Test
    void aPreviewCountsAndDecidesByTheSameFunctionAndDoesNothing() {
        ordered(7);
        desk.take(desk.paid("k16"), desk.sent("k16"));
        desk.forgetWhatWasSaid();

        BulkPreview preview = desk.bulk().preview(Bulk.ask(Operation.COMPENSATE, Bulk.ALL));

        assertThat(preview.count()).isEqualTo(7);
        assertThat(preview.counted()).isEqualTo(Counted.EXACTLY);
        assertThat(List.of(preview.decided(), preview.wouldDo())).containsExactly(7, 6);
        assertThat(preview.commands()).containsExactlyEntriesOf(Collections.singletonMap("REFUND", 6));
        assertThat(preview.irreversible()).doesNotHaveDuplicates();
        assertThat(preview.sample()).hasSize(BulkOperations.SAMPLE);
        assertThat(preview.sample().getFirst().effect())
                .isEqualTo(desk.operations().preview(Desk.id("k10"), new Input.Compensate("dana", "a test")));
        assertThat(desk.said()).isEmpty();
        assertThat(desk.kinds("k10")).containsExactly("STARTED");
        assertThat(desk.database.lockUnlessLocked()).as("it holds no lock").isEqualTo(7);
    }

    @Test
    void aPreviewSaysOfWhichItDecidedAndWhyNot() {
        ordered(3);
        desk.jdbc.update("update saga set version = 99 where business_key = 'k10'");

        BulkPreview preview = desk.bulk().preview(Bulk.ask(Operation.RESUME, Bulk.ALL, 20, 2));

        assertThat(List.of(preview.count(), preview.decided(), preview.wouldDo()))
                .containsExactly(3, 2, 0);
        assertThat(preview.sample())
                .extracting(BulkPreview.Sample::refused)
                .satisfiesExactly(
                        it -> assertThat(it).contains("version 99"),
                        it -> assertThat(it).isEqualTo("the saga is not paused"));
    }

    @Test
    void aSagaThatCannotBeReadIsShownWithTheReasonAndTheOthersAllTheSame() {
        ordered(3);
        desk.jdbc.update("update saga set progress = 'no progress' where business_key = 'k11'");

        BulkPreview preview = desk.bulk().preview(Bulk.ask(Operation.COMPENSATE, Bulk.ALL));

        assertThat(List.of(preview.decided(), preview.wouldDo())).containsExactly(3, 2);
        assertThat(preview.sample().get(1).saga()).isEqualTo("purchase:k11");
        assertThat(preview.sample().get(1).refused()).contains("progress is no JSON");
    }

    @Test
    void aPreviewReadsItsSagasTogether() {
        ordered(20);
        int before = desk.database.connections();

        BulkPreview preview = desk.bulk().preview(Bulk.ask(Operation.COMPENSATE, Bulk.ALL));

        assertThat(preview.wouldDo()).isEqualTo(20);
        assertThat(desk.database.connections() - before)
                .as("to count, to choose, to read them, and for the gates")
                .isLessThan(10);
    }

    @Test
    void whatThisVersionCannotReadFailsAndSaysSo() {
        ordered(1);
        long id = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        desk.jdbc.update("""
                update saga_bulk_operation set filter = '{"definition":"purchase","colour":"red"}'""");

        desk.bulkWorker().tick();

        assertThat(find(id).state()).isEqualTo(State.FAILED);
        assertThat(find(id).problem()).contains("colour");
        assertThat(desk.state("k10"))
                .as("a filter without that field would choose more")
                .startsWith("RUNNING");
    }

    @Test
    void oneThatEndedLongAgoIsPurgedButNoneThatRuns() {
        ordered(1);
        long over = start(Bulk.ask(Operation.PAUSE, Bulk.ALL));
        finish(over);
        long running = start(Bulk.ask(Operation.RESUME, Bulk.ALL));
        desk.pass(Duration.ofDays(29));
        desk.bulkRetention(Duration.ofDays(30)).tick();
        assertThat(desk.bulk().newest()).hasSize(2);

        desk.pass(Duration.ofDays(2));
        desk.bulkRetention(null).tick();
        assertThat(desk.bulk().newest()).as("for ever").hasSize(2);
        desk.bulkRetention(Duration.ofDays(30)).tick();

        assertThat(desk.bulk().newest()).extracting(BulkOperation::id).containsExactly(running);
    }

    private void ordered(int sagas) {
        for (int i = 0; i < sagas; i++) {
            desk.take(desk.ordered("k" + (10 + i)));
            desk.pass(Duration.ofMillis(1));
        }
        desk.forgetWhatWasSaid();
    }

    private long start(BulkRequest request) {
        return desk.bulk().start(request).orElseThrow().id();
    }

    private BulkOperation find(long id) {
        return desk.bulk().find(id).orElseThrow();
    }

    private BulkStore store() {
        return new BulkStore(desk.jdbc);
    }

    /** Works and lets time pass until it is over. */
    private BulkOperation finish(long id) {
        BulkWorker worker = desk.bulkWorker();
        return Stream.generate(() -> {
                    desk.pass(worker.tick());
                    return find(id);
                })
                .limit(ENOUGH_TICKS)
                .filter(it -> it.state() != State.RUNNING)
                .findFirst()
                .orElseThrow();
    }
}
