package io.counterstep.messaging;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What kind of trouble an exception is. */
enum Trouble {
    /** Another transaction was in the way: the same batch may well succeed at once. */
    CONFLICT,
    /** The database is away, full or read-only: nothing will succeed until it is back. */
    DATABASE_AWAY,
    /** Some message of the batch cannot be handled. */
    POISON;

    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01", "55P03", "23505");

    /** Connection, resources, operator intervention, system error. */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "58");

    /** Read-only transaction, idle and transaction time-outs; the rest of their class are a handler's mistakes. */
    private static final Set<String> AWAY_STATES = Set.of("25006", "25P03", "25P04");

    static Trouble of(Throwable thrown) {
        String state = sqlState(thrown);
        if (state != null) {
            if (CONFLICT_STATES.contains(state)) {
                return CONFLICT;
            }
            boolean away = AWAY_CLASSES.contains(state.substring(0, 2)) || AWAY_STATES.contains(state);
            return away ? DATABASE_AWAY : POISON;
        }
        if (thrown instanceof ConcurrencyFailureException || thrown instanceof DuplicateKeyException) {
            return CONFLICT;
        }
        boolean away = thrown instanceof CannotCreateTransactionException
                || thrown instanceof TransactionSystemException
                || thrown instanceof TransientDataAccessException
                || thrown instanceof RecoverableDataAccessException
                || thrown instanceof NonTransientDataAccessResourceException;
        return away ? DATABASE_AWAY : POISON;
    }

    private static @Nullable String sqlState(Throwable thrown) {
        for (Throwable it = thrown; it != null; it = it.getCause()) {
            if (it instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
