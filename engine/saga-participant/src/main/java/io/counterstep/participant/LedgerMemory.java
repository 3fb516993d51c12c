package io.counterstep.participant;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a participant's ledger remembers. First a row with its answers; then only its key, and whether there is something
 * left to undo; then nothing, except that a command that was said before all of that is too old to be executed. Immutable.
 *
 * @param rows how long a row is kept after its last change; null for ever
 * @param keys how long its key is kept after that; null for ever
 */
public record LedgerMemory(
        @Nullable Duration rows, @Nullable Duration keys) {

    /** Nothing is ever purged. */
    public static final LedgerMemory FOREVER = new LedgerMemory(null, null);

    /**
     * Longer than any transaction takes and than clocks differ: what a transaction does not see yet must not be gone already
     * when it writes the same.
     */
    public static final Duration LEAST_ROWS = Duration.ofHours(1);

    /** @throws IllegalArgumentException if rows are kept for less than {@link #LEAST_ROWS}, or keys for a negative time */
    public LedgerMemory {
        if (rows != null && rows.compareTo(LEAST_ROWS) < 0) {
            throw new IllegalArgumentException("a ledger cannot keep its rows for " + rows + " only: set"
                    + " counterstep.ledger.keep to " + LEAST_ROWS + " or more, or to forever");
        }
        if (keys != null && keys.isNegative()) {
            throw new IllegalArgumentException("a ledger cannot keep its keys for " + keys
                    + ": set counterstep.ledger.keys to 0s or more, or to forever");
        }
    }

    /** A row that changed last before that may be purged; null if none is. */
    @Nullable
    Instant rowsSince(Instant now) {
        return rows == null ? null : now.minus(rows);
    }

    /**
     * What was done because of a command that was said before that may be forgotten altogether; null if nothing is. Of a
     * command that was said later there is at least the key, since a row is never older than its command.
     */
    @Nullable
    Instant since(Instant now) {
        return rows == null || keys == null ? null : now.minus(rows).minus(keys);
    }
}
