package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.PublishFailedException;
import io.counterstep.orchestrator.BulkOperation.Problem;
import io.counterstep.orchestrator.BulkOperation.State;
import io.counterstep.orchestrator.BulkStore.Claim;
import io.counterstep.orchestrator.BulkStore.Progress;
import io.counterstep.orchestrator.BulkStore.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Does the work of {@link BulkOperations}, portion by portion, the oldest saga first, one database after the other. Each saga is
 * moved in a transaction of its own, as a single operation would; then it is written down how far the work is. What a crash cuts
 * short is tried again, which is harmless: a saga that was moved no longer matches, refuses, or says the same commands once more.
 * Instances take turns, one at a time for each operation; an instance that dies in the middle is waited for for {@link #LEASE}.
 * Thread-safe.
 */
public final class BulkWorker {

    /** How long an instance may be silent in the middle of a portion; longer than instances' clocks differ. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** How long a portion goes on at the most; what is left of it is the next one's. */
    static final Duration PORTION_TIME = Duration.ofSeconds(5);

    /** After a portion that a database, or the broker, did not let end. */
    static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    /** How often a database may fail at the same saga before it counts as failed. */
    static final int MAX_TRIES = 3;

    /** After a look that found nothing, so that looking leaves the database to the sagas. */
    static final Duration REST = Duration.ofMillis(50);

    private static final int PORTIONS_A_SECOND = 10;

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(5);

    static final String NO_LONGER = "it no longer matches the filter";

    private static final String UNSAID =
            "it is done, but the broker did not take what follows: the saga's check will say it: ";

    private static final Logger LOG = LoggerFactory.getLogger(BulkWorker.class);

    private final SagaOperations operations;
    private final List<BulkSelection> selections;
    private final BulkStore store;
    private final InstantSource clock;

    public BulkWorker(SagaDefinitions definitions, SagaStores stores, SagaOperations operations, InstantSource clock) {
        this.operations = operations;
        this.selections = stores.map(it -> new BulkSelection(definitions, it.jdbc()));
        this.store = new BulkStore(stores.first().jdbc());
        this.clock = clock;
    }

    /**
     * Does one portion of the operation that has waited longest, if one is due.
     *
     * @return how long to wait
     */
    public Duration tick() {
        Instant now = clock.instant();
        Claim claim = store.claim(UUID.randomUUID().toString(), now, now.plus(LEASE));
        if (claim != null) {
            advance(claim, now);
            return Duration.ZERO;
        }
        Instant next = store.nextAt();
        if (next == null) {
            return IDLE;
        }
        Duration wait = Duration.between(now, next);
        return wait.compareTo(IDLE) > 0 ? IDLE : wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }

    private void advance(Claim claim, Instant begun) {
        BulkRequest request;
        try {
            request = BulkStore.request(claim.operation());
        } catch (IllegalArgumentException unreadable) {
            LOG.error("bulk operation {} cannot be read by this version", claim.id(), unreadable);
            store.fail(claim.id(), "it cannot be read by this version: " + unreadable.getMessage(), begun);
            return;
        }
        Portion portion = new Portion(claim, request, begun);
        portion.work();
        save(claim, request, portion, begun);
    }

    private void save(Claim claim, BulkRequest request, Portion portion, Instant begun) {
        Tally tally = portion.tally();
        Instant now = clock.instant();
        Duration pace = Duration.ofSeconds(1).multipliedBy(tally.handled()).dividedBy(request.rate());
        Instant due = tally.handled() == 0 ? now.plus(REST) : begun.plus(pace);
        Instant nextAt = portion.troubled ? now.plus(AFTER_TROUBLE) : due;
        List<Problem> problems = new ArrayList<>(claim.operation().lastProblems());
        problems.addAll(tally.problems());
        List<Problem> kept =
                problems.subList(Math.max(0, problems.size() - BulkOperation.MAX_PROBLEMS), problems.size());
        State state = store.save(claim, tally, kept, portion.progress, now, nextAt);
        if (state == null) {
            LOG.warn("bulk operation {}: a portion took longer than {}, another instance goes on", claim.id(), LEASE);
        } else if (state != State.RUNNING) {
            LOG.info(
                    "bulk operation {} ({}) is {}",
                    claim.id(),
                    request.operation().wireName(),
                    state);
        }
    }

    /** Some sagas of one database, one after the other. Used by one thread. */
    private final class Portion {
        private final Claim claim;
        private final BulkRequest request;
        private final Instant until;
        private final List<Problem> problems = new ArrayList<>();
        private Progress progress;
        private int done;
        private int refused;
        private int failed;
        private boolean troubled;

        Portion(Claim claim, BulkRequest request, Instant begun) {
            this.claim = claim;
            this.request = request;
            this.until = begun.plus(PORTION_TIME);
            this.progress = claim.progress();
        }

        Tally tally() {
            return new Tally(done, refused, failed, problems);
        }

        void work() {
            int left = request.max() - claim.operation().handled();
            if (left <= 0) {
                progress = new Progress(progress.store(), progress.after(), 0, true);
                return;
            }
            int wanted = Math.min(left, Math.max(1, request.rate() / PORTIONS_A_SECOND));
            BulkSelection.Page page;
            try {
                page = selections
                        .get(progress.store())
                        .page(
                                request.filter(),
                                claim.operation().startedAt(),
                                progress.after(),
                                BulkSelection.LOOK,
                                wanted);
            } catch (DataAccessException | TransactionException away) {
                LOG.warn("bulk operation {} cannot look for sagas, next try in {}", claim.id(), AFTER_TROUBLE, away);
                troubled = true;
                return;
            }
            for (int i = 0; i < page.found().size(); i++) {
                if (troubled || clock.instant().isAfter(until)) {
                    return;
                }
                if (move(page.found().get(i))) {
                    progress = new Progress(progress.store(), page.places().get(i), 0, done + refused + failed == left);
                }
            }
            if (!troubled && !progress.over()) {
                progress = behind(page.end());
            }
        }

        private Progress behind(@Nullable SagaCursor end) {
            if (end != null) {
                return new Progress(progress.store(), end, 0, false);
            }
            boolean last = progress.store() + 1 == selections.size();
            return last
                    ? new Progress(progress.store(), progress.after(), 0, true)
                    : new Progress(progress.store() + 1, null, 0, false);
        }

        /** @return whether its turn is over */
        private boolean move(SagaId saga) {
            BulkSelection selection = selections.get(progress.store());
            try {
                Decision decision = operations.applyIf(
                        saga, request.on(saga, operations), () -> selection.stillMatches(request.filter(), saga));
                switch (decision) {
                    case null -> refused(saga, NO_LONGER);
                    case Decision.Ignored ignored ->
                        refused(saga, ignored.reason().text());
                    case Decision.Moved moved -> done++;
                    case Decision.Repeated repeated -> done++;
                }
            } catch (AssumedReplyException unfit) {
                refused(saga, String.valueOf(unfit.getMessage()));
            } catch (PublishFailedException | KafkaException unsaid) {
                done++;
                problems.add(Problem.of(saga.toString(), UNSAID + unsaid.getMessage()));
                troubled = true;
            } catch (DataAccessException | TransactionException trouble) {
                return givenUp(saga, trouble);
            } catch (RuntimeException unable) {
                // also with a version that only another instance runs: that one is not waited for
                failed(saga, unable);
            }
            return true;
        }

        private boolean givenUp(SagaId saga, RuntimeException trouble) {
            if (progress.tries() + 1 >= MAX_TRIES) {
                failed(saga, trouble);
                return true;
            }
            LOG.warn("bulk operation {}: next try with {} in {}", claim.id(), saga, AFTER_TROUBLE, trouble);
            progress = new Progress(progress.store(), progress.after(), progress.tries() + 1, false);
            troubled = true;
            return false;
        }

        private void refused(SagaId saga, String why) {
            refused++;
            problems.add(Problem.of(saga.toString(), why));
        }

        private void failed(SagaId saga, RuntimeException why) {
            LOG.warn("bulk operation {} failed with {}", claim.id(), saga, why);
            failed++;
            problems.add(Problem.of(saga.toString(), String.valueOf(why.getMessage())));
        }
    }
}
