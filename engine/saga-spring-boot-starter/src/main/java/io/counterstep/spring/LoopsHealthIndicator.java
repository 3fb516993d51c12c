package io.counterstep.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a loop or the checks do not run, naming which: a service that still answers HTTP but handles no message
 * would otherwise look well. A broker or a database that is away does not stop a loop, so it is not reported here.
 */
final class LoopsHealthIndicator extends AbstractHealthIndicator {

    private final List<SagaLoops> loops;
    private final List<CheckTicker> checks;

    LoopsHealthIndicator(List<SagaLoops> loops, List<CheckTicker> checks) {
        super("cannot tell whether the saga loops run");
        this.loops = List.copyOf(loops);
        this.checks = List.copyOf(checks);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> standing = new ArrayList<>();
        loops.forEach(it -> standing.addAll(it.standing()));
        checks.stream().filter(it -> !it.isRunning()).forEach(it -> standing.add("checks"));
        if (standing.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("standing", standing);
        }
    }
}
