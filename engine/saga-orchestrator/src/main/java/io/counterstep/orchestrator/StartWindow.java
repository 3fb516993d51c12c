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
 * Lets only so many sagas be on their way at once that what they are answered is read in time. More at once would only make each of them
 * slower: they would no longer fit into memory, and those whose answers lie unread would be asked for once more. How many these are it finds
 * out, as TCP does: while all that are allowed are on their way and replies are read in time it allows some more, and
 * fewer when they are not. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5681">RFC 5681, TCP congestion control</a>
 */
public final class StartWindow implements Throttle {

    private static final Logger LOG = LoggerFactory.getLogger(StartWindow.class);

    static final int FIRST = 2_000;
    static final int LEAST = 100;
    static final int MOST = 1_000_000;

    /** Each time that it was full it grows by such a part of itself, and shrinks by such a part each time that replies are behind. */
    private static final int GROWTH = 20;

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
            change(Math.max(LEAST, Math.min(window, moving) * (SHRINKAGE - 1) / SHRINKAGE));
            LOG.info("replies are {} behind: no more than {} sagas are to be on their way at once", delay, window);
        } else if (full && delay.multipliedBy(2).compareTo(most) < 0 && since.compareTo(GROWS_EVERY) >= 0) {
            change(Math.min(MOST, window + window / GROWTH));
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
