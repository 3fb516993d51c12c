package io.counterstep.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** When orders came to their end: how long none did, and how soon one did after something. Immutable. */
public final class Stalls {

    private static final String COMPLETED = "ORDER_COMPLETED";
    private static final String CANCELED = "ORDER_CANCELED";

    private final NavigableSet<Instant> ends;
    private final List<Lived> lives;

    private record Lived(Instant accepted, Instant ended) {}

    private Stalls(NavigableSet<Instant> ends, List<Lived> lives) {
        this.ends = ends;
        this.lives = lives;
    }

    /** An order's end is when it was first told. */
    public static Stalls of(Tape tape, List<Accepted> accepted) {
        Map<String, Instant> ends = new HashMap<>();
        for (Entry entry : tape.entries()) {
            String orderId = entry.orderId();
            if (orderId != null
                    && !entry.injected()
                    && (entry.type().equals(COMPLETED) || entry.type().equals(CANCELED))
                    && entry.topic().equals("order-events")) {
                ends.merge(orderId, Instant.ofEpochMilli(entry.timestamp()), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        List<Lived> lives = accepted.stream()
                .filter(it -> ends.containsKey(it.orderId()))
                .map(it -> new Lived(it.at(), ends.getOrDefault(it.orderId(), Instant.MAX)))
                .sorted(Comparator.comparing(Lived::accepted))
                .toList();
        return new Stalls(new TreeSet<>(ends.values()), lives);
    }

    /** How long after that an order had ended that was accepted later; empty if none was. */
    public Optional<Duration> recovery(Instant after) {
        return lives.stream()
                .filter(it -> it.accepted().isAfter(after))
                .map(Lived::ended)
                .min(Comparator.naturalOrder())
                .map(it -> Duration.between(after, it));
    }

    /** The longest time within these bounds in which no order ended. */
    public Duration longest(Instant from, Instant to) {
        Duration longest = Duration.ZERO;
        Instant last = from;
        for (Instant end : ends.subSet(from, true, to, true)) {
            longest = max(longest, Duration.between(last, end));
            last = end;
        }
        return max(longest, Duration.between(last, to));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
