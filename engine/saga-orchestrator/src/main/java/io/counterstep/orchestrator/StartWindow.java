package io.counterstep.orchestrator;

import io.counterstep.messaging.Reading;
import io.counterstep.messaging.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only so many sagas be on their way at once that their replies are read in time. More would only make each of
 * them slower: they would no longer fit into memory, and those whose answers lie unread would be asked for once more.
 * It finds out how many, as TCP does: it allows more while more want to start than may and replies are read in time,
 * and fewer while they are not. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5681">RFC 5681, TCP congestion control</a>
 */
public final class StartWindow implements Throttle {

    private static final Logger LOG = LoggerFactory.getLogger(StartWindow.class);

    static final int FIRST = 2_000;
    static final int LEAST = 100;
    static final int MOST = 1_000_000;

    /** It grows by such a part of itself. */
    private static final int GROWTH = 10;

    /** It shrinks by such a part of what is on its way, never to less than half: a moment's pause is not overload. */
    private static final int SHRINKAGE = 5;

    static final Duration GROWS_EVERY = Duration.ofMillis(200);

    private final Throttle next;
    private final IntSupplier onTheirWay;
    private final Reading replies;
    private final Duration most;
    private final InstantSource clock;
    private Instant changedAt;
    private int window = FIRST;
    private int reserved;
    private boolean full;

    /**
     * @param next says how many may start besides
     * @param onTheirWay how many sagas have moved lately and are not over
     * @param most how far behind replies may be; a change has so long to take effect
     */
    public StartWindow(Throttle next, IntSupplier onTheirWay, Reading replies, Duration most, InstantSource clock) {
        this.next = next;
        this.onTheirWay = onTheirWay;
        this.replies = replies;
        this.most = most;
        this.clock = clock;
        this.changedAt = clock.instant();
    }

    @Override
    public synchronized int reserve(String topic, int wanted) {
        int moving = onTheirWay.getAsInt();
        adjust(moving);
        int room = Math.max(0, Math.min(wanted, window - moving - reserved));
        full = room < wanted;
        int granted = room == 0 ? 0 : next.reserve(topic, room);
        reserved += granted;
        return granted;
    }

    private void adjust(int moving) {
        Duration delay = replies.behind();
        Duration since = Duration.between(changedAt, clock.instant()).abs(); // clocks are set
        if (delay.compareTo(most) > 0 && since.compareTo(most) >= 0) {
            int fewer = Math.min(window, moving) * (SHRINKAGE - 1) / SHRINKAGE;
            shrink(Math.max(LEAST, Math.max(window / 2, fewer)), delay);
        } else if (full && delay.multipliedBy(2).compareTo(most) < 0 && since.compareTo(GROWS_EVERY) >= 0) {
            change(Math.min(MOST, window + window / GROWTH));
        }
    }

    private void shrink(int to, Duration delay) {
        if (to < window) {
            LOG.info("replies lie unread for {}: no more than {} sagas are to be on their way at once", delay, to);
            change(to);
        }
    }

    private void change(int to) {
        window = to;
        changedAt = clock.instant();
    }

    @Override
    public synchronized void done(String topic, int granted) {
        reserved -= granted;
        next.done(topic, granted);
    }
}
