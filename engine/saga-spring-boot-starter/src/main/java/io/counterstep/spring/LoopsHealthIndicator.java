package io.counterstep.spring;

import io.counterstep.messaging.LostRecords;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a loop, the checks or the like do not run, naming which: a service that still answers HTTP but handles no message
 * would otherwise look well. A broker or a database that is away does not stop a loop, so it is not reported here.
 *
 * <p>Records that Kafka deleted before they were read are told as {@code lost}, and change nothing else: the loops run, and no
 * restart would bring those back.
 */
final class LoopsHealthIndicator extends AbstractHealthIndicator {

    private final List<SagaLoops> loops;
    private final List<Ticker> tickers;
    private final LostRecords lost;

    LoopsHealthIndicator(List<SagaLoops> loops, List<Ticker> tickers, LostRecords lost) {
        super("cannot tell whether the saga loops run");
        this.loops = List.copyOf(loops);
        this.tickers = List.copyOf(tickers);
        this.lost = lost;
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
    }
}
