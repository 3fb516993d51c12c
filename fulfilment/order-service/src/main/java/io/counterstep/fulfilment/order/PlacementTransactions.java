package io.counterstep.fulfilment.order;

import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places groups of orders, each group in one transaction. If that fails because of some order in it, the group is bisected
 * until that order fails alone and all others are placed. While the database is away, all fail with it. Thread-safe.
 *
 * <p>A commit that fails is never tried again: its orders may have been stored, and without a key would be stored twice.
 */
@Component
class PlacementTransactions {

    private final GroupPlacement placement;
    private final TransactionOperations transaction;

    PlacementTransactions(GroupPlacement placement, TransactionOperations transaction) {
        this.placement = placement;
        this.transaction = transaction;
    }

    /** @return what became of each, in their order */
    List<PlacementOutcome> place(List<Placement> group) {
        List<PlacementOutcome> outcomes = new ArrayList<>(group.size());
        try {
            place(group, outcomes);
        } catch (RuntimeException databaseAway) {
            fail(group.size() - outcomes.size(), databaseAway, outcomes);
        }
        return outcomes;
    }

    /** Adds an outcome for each of the group, unless the database is away. */
    private void place(List<Placement> group, List<PlacementOutcome> outcomes) {
        List<PlacementOutcome> toCommit = new ArrayList<>(group.size());
        try {
            transaction.executeWithoutResult(status -> toCommit.addAll(placement.place(group)));
            outcomes.addAll(toCommit);
        } catch (RuntimeException failed) {
            if (isDatabaseAway(failed)) {
                throw failed;
            }
            if (group.size() == 1 || !toCommit.isEmpty()) {
                fail(group.size(), failed, outcomes);
                return;
            }
            int middle = group.size() / 2;
            place(group.subList(0, middle), outcomes);
            place(group.subList(middle, group.size()), outcomes);
        }
    }

    private static void fail(int number, RuntimeException why, List<PlacementOutcome> outcomes) {
        for (int i = 0; i < number; i++) {
            outcomes.add(new PlacementOutcome.NotPlaced(why));
        }
    }

    private static boolean isDatabaseAway(RuntimeException failed) {
        boolean conflict = failed instanceof ConcurrencyFailureException;
        return !conflict
                && (failed instanceof CannotCreateTransactionException
                        || failed instanceof TransactionSystemException
                        || failed instanceof TransactionTimedOutException
                        || failed instanceof TransientDataAccessException
                        || failed instanceof RecoverableDataAccessException
                        || failed instanceof NonTransientDataAccessResourceException);
    }
}
