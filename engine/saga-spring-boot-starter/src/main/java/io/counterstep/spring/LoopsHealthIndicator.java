package io.counterstep.spring;

import io.counterstep.messaging.LostRecords;
import io.counterstep.orchestrator.DeadLetterRoom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a loop, the checks or the like do not run, naming which: a service that still answers HTTP but handles no message
 * would otherwise look well. A broker or a database that is away does not stop a loop, so it is not reported here.
 *
 * <p>Records that Kafka deleted before they were read are told as {@code lost}, and change nothing else: the loops run, and no
 * restart would bring those back. Nor does {@code deadLettersWait}, while no more dead letters are read: sagas go on.
 */
final class LoopsHealthIndicator extends AbstractHealthIndicator {

    private final List<SagaLoops> loops;
    private final List<Ticker> tickers;
    private final LostRecords lost;
    private final @Nullable DeadLetterRoom room;

    /** @param room null where no dead letters are read */
    LoopsHealthIndicator(List<SagaLoops> loops, List<Ticker> tickers, LostRecords lost, @Nullable DeadLetterRoom room) {
        super("cannot tell whether the saga loops run");
        this.loops = List.copyOf(loops);
        this.tickers = List.copyOf(tickers);
        this.lost = lost;
        this.room = room;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> standing = new ArrayList<>();
        loops.forEach(it -> standing.addAll(it.standing()));
        tickers.stream().filter(it -> !it.isRunning()).forEach(it -> standing.add(it.name()));
        if (standing.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("standing", standing);
        }
        if (!lost.byTopic().isEmpty()) {
            builder.withDetail("lost", lost.byTopic());
        }
        if (room != null && room.isFull()) {
            builder.withDetail(
                    "deadLettersWait",
                    room.max()
                            + " are parked, the most that are kept: replay or discard some, further ones are not read");
        }
    }
}
