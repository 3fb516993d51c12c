package io.counterstep.orchestrator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Bounds the dead letters that wait for an operator. While as many are parked as are kept, no more are read: those stay on their
 * dead-letter topics, in their order, until some are replayed or discarded. So none is lost, as long as the topics keep it; what they
 * delete before it is read is told as lost. Several instances see each other's letters only when they count, so together they may keep a
 * batch more each. Thread-safe.
 */
public final class DeadLetterRoom {

    public static final int DEFAULT_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRoom.class);

    private final DeadLetterStore store;
    private final int max;
    private volatile boolean full;

    /** @param max the most parked letters, 1 or more */
    public DeadLetterRoom(SagaStores stores, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("counterstep.dead-letters.keep-parked must be 1 or more, was " + max);
        }
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.max = max;
    }

    /** The most parked letters. */
    public int max() {
        return max;
    }

    /** How many are parked, as far as {@link #max}. */
    public int parked() {
        return store.parked(max);
    }

    /** Whether this instance leaves letters on their topics. Looks again only if it did. */
    public boolean isFull() {
        try {
            return full && left() == 0;
        } catch (DataAccessException away) {
            LOG.debug("cannot count dead letters", away);
            return true;
        }
    }

    /** How many more may be parked. */
    int left() {
        int left = max - parked();
        tell(left == 0);
        return left;
    }

    private void tell(boolean isFull) {
        if (isFull && !full) {
            LOG.error(
                    "{} dead letters are parked, the most that are kept (counterstep.dead-letters.keep-parked): further ones stay on"
                            + " their topics, which delete them after their retention; replay or discard some",
                    max);
        } else if (!isFull && full) {
            LOG.info("dead letters are read again");
        }
        full = isFull;
    }
}
