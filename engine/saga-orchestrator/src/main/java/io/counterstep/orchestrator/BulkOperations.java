package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.BulkPreview.Sample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Operations on many unfinished sagas at once: what they would do, and beginning, watching and canceling them. They stand in the
 * first database, so they survive any instance; {@link BulkWorker} does the work. Thread-safe.
 */
public final class BulkOperations {

    /** The most that run at a time. */
    public static final int MAX_RUNNING = 5;

    /** The most that are listed. */
    public static final int SHOWN = 50;

    /** The most sagas on which a preview decides. */
    static final int DECIDED = 200;

    /** The most of them that it shows. */
    static final int SAMPLE = 5;

    private final SagaOperations operations;
    private final List<BulkSelection> selections;
    private final BulkStore store;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    public BulkOperations(
            SagaDefinitions definitions, SagaStores stores, SagaOperations operations, InstantSource clock) {
        this.operations = operations;
        this.selections = stores.map(it -> new BulkSelection(definitions, it.jdbc()));
        this.store = new BulkStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.clock = clock;
    }

    /**
     * Counts what matches, and decides, as the operation would, on the first {@value #DECIDED} at the most; does nothing. Between
     * it and the deed sagas may move on.
     */
    public BulkPreview preview(BulkRequest request) {
        Instant now = clock.instant();
        BulkSelection.Count count = count(request, now);
        List<SagaId> first = first(request, now, Math.min(DECIDED, request.max()));
        Map<SagaId, SagaInstance> peeked = operations.peek(first);
        List<Sample> decided =
                first.stream().map(it -> decided(request, it, peeked.get(it))).toList();
        Map<String, Integer> commands = new TreeMap<>();
        Set<String> irreversible = new LinkedHashSet<>();
        int wouldDo = 0;
        for (Sample it : decided) {
            OperationPreview.Effect effect = it.effect();
            if (effect != null) {
                wouldDo++;
                effect.commands().forEach(command -> commands.merge(command.type(), 1, Integer::sum));
                irreversible.addAll(effect.irreversible());
            }
        }
        return new BulkPreview(
                // what came to match between the two looks
                Math.max(count.found(), decided.size()),
                count.more() ? Counted.AT_LEAST : Counted.EXACTLY,
                decided.size(),
                wouldDo,
                decided.subList(0, Math.min(SAMPLE, decided.size())),
                commands,
                List.copyOf(irreversible));
    }

    private BulkSelection.Count count(BulkRequest request, Instant now) {
        int found = 0;
        boolean more = false;
        for (BulkSelection it : selections) {
            BulkSelection.Count there = it.count(request.filter(), now);
            found += there.found();
            more |= there.more();
        }
        return new BulkSelection.Count(found, more);
    }

    private List<SagaId> first(BulkRequest request, Instant now, int limit) {
        List<SagaId> found = new ArrayList<>();
        for (BulkSelection it : selections) {
            if (found.size() < limit) {
                found.addAll(it.page(request.filter(), now, null, BulkSelection.COUNT_LOOK, limit - found.size())
                        .found());
            }
        }
        return found;
    }

    private Sample decided(BulkRequest request, SagaId saga, @Nullable SagaInstance peeked) {
        try {
            // one that could not be read among the others says why by itself
            SagaInstance stored = peeked == null ? operations.peek(saga) : peeked;
            return switch (operations.preview(stored, request.on(saga, stored, operations))) {
                case OperationPreview.Effect effect -> new Sample(saga.toString(), effect, null);
                case OperationPreview.Refused refused ->
                    new Sample(saga.toString(), null, refused.reason().text());
            };
        } catch (DataAccessException | TransactionException away) {
            throw away;
        } catch (RuntimeException failed) {
            // a version that is not here, a reply that does not fit: the others are shown all the same
            return new Sample(saga.toString(), null, String.valueOf(failed.getMessage()));
        }
    }

    /**
     * Begins it; {@link BulkWorker#tick}, of this instance or another, does the work. Only sagas that started before now take part.
     *
     * @return empty if {@link #MAX_RUNNING} run already
     */
    public Optional<BulkOperation> start(BulkRequest request) {
        Instant now = clock.instant();
        int found = Math.min(count(request, now).found(), request.max());
        Long id = transaction.execute(status -> store.begin(request, found, now, MAX_RUNNING));
        return id == null ? Optional.empty() : find(id);
    }

    /** The newest first, at most {@link #SHOWN}, without their problems. */
    public List<BulkOperation> newest() {
        return store.newest(SHOWN);
    }

    public Optional<BulkOperation> find(long id) {
        return Optional.ofNullable(store.find(id));
    }

    /**
     * Ends it; an instance that is in the middle of a portion ends with that. What is done stays done.
     *
     * @return false if it does not run, or there is none of that number
     */
    public boolean cancel(long id, String by, String why) {
        return store.cancel(id, by, why, clock.instant());
    }
}
