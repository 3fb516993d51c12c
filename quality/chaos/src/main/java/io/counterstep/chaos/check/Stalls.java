package io.counterstep.chaos.check;

import io.counterstep.chaos.load.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When orders ended, as the tape tells it. Immutable. */
public final class Stalls {

    private static final Set<String> ENDS = Set.of("ORDER_COMPLETED", "ORDER_CANCELED");

    private final Map<String, Long> firstEnds = new HashMap<>();
    private final List<Long> inOrder;

    public Stalls(Recording recording) {
        for (TapeRecord record : recording.records()) {
            if (!record.injected() && record.topic().equals("order-events") && ENDS.contains(record.type())) {
                firstEnds.merge(record.orderId(), record.timestamp(), Math::min);
            }
        }
        inOrder = firstEnds.values().stream().sorted().toList();
    }

    /** A time in which no order ended. */
    public record Gap(Instant from, Instant to) {

        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /** How many orders ended. */
    public int ends() {
        return inOrder.size();
    }

    /** The longest time in that window without the end of an order; the whole window if none ended in it. */
    public Gap longestGap(Instant from, Instant to) {
        Instant last = from;
        Gap longest = new Gap(from, from);
        for (Long end : inOrder) {
            Instant at = Instant.ofEpochMilli(end);
            if (at.isAfter(from) && at.isBefore(to)) {
                longest = longer(longest, new Gap(last, at));
                last = at;
            }
        }
        return longer(longest, new Gap(last, to));
    }

    /** The longest time from the acceptance of one of these to its end; zero if none ended. */
    public Duration slowest(Collection<Accepted> accepted) {
        return accepted.stream()
                .filter(it -> firstEnds.containsKey(it.orderId()))
                .map(it -> Duration.between(
                        it.at(), Instant.ofEpochMilli(firstEnds.getOrDefault(it.orderId(), Long.MAX_VALUE))))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Gap longer(Gap one, Gap other) {
        return other.length().compareTo(one.length()) > 0 ? other : one;
    }

    /** How long after that moment the first order ended that was accepted after it; empty if none did. */
    public Optional<Duration> recovery(Instant after, Collection<Accepted> accepted) {
        return accepted.stream()
                .filter(it -> it.at().isAfter(after) && firstEnds.containsKey(it.orderId()))
                .map(it -> Instant.ofEpochMilli(firstEnds.getOrDefault(it.orderId(), Long.MAX_VALUE)))
                // its customer may have heard of it only after it had ended
                .filter(it -> it.isAfter(after))
                .min(Instant::compareTo)
                .map(it -> Duration.between(after, it));
    }
}
