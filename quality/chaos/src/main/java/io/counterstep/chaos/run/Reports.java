package io.counterstep.chaos.run;

import io.counterstep.chaos.check.Recording;
import io.counterstep.chaos.check.Span;
import io.counterstep.chaos.check.Stalls;
import io.counterstep.chaos.check.Story;
import io.counterstep.chaos.check.Verdict;
import io.counterstep.chaos.check.Violation;
import io.counterstep.chaos.load.Accepted;
import io.counterstep.chaos.load.Customers;
import io.counterstep.chaos.nemesis.Blow;
import io.counterstep.chaos.nemesis.Fault;
import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the report of what a run has gathered. */
final class Reports {

    private Reports() {}

    static List<Span> spans(List<Blow> blows) {
        return blows.stream()
                .map(it -> new Span(it.fault().label() + " of " + it.target(), it.struck(), it.healed()))
                .toList();
    }

    /** @param troubles what else went wrong with the run */
    static Report of(
            ChaosSettings settings,
            List<Fault> faults,
            Instant begun,
            Customers customers,
            List<Blow> blows,
            double settled,
            List<String> troubles,
            @Nullable Rest unrest,
            Verdict verdict,
            Recording recording) {
        Stalls stalls = new Stalls(recording);
        List<Accepted> accepted = customers.accepted();
        List<Report.Strike> strikes =
                blows.stream().map(it -> strike(it, begun, stalls, accepted)).toList();
        Map<String, Long> orders = new TreeMap<>();
        orders.put("completed", verdict.count("orders COMPLETED"));
        orders.put("canceled", verdict.count("orders CANCELED"));
        orders.put("wanted", (long) customers.wanted());
        orders.put("accepted", (long) accepted.size());
        orders.put("never answered", customers.unanswered());
        Map<String, Long> answers = new TreeMap<>();
        customers.answers().forEach((status, count) -> answers.put(status == 0 ? "none" : status.toString(), count));
        List<String> violations = new ArrayList<>(
                verdict.violations().stream().map(Violation::toString).toList());
        customers.twoForOne().forEach(it -> violations.add("I2 one key, two orders: " + it));
        // of each rule only so many are listed
        long violated = customers.twoForOne().size()
                + verdict.violated().values().stream().mapToLong(it -> it).sum();
        List<String> problems =
                problems(settings.faults().isEmpty() ? List.of() : faults, blows, unrest, violated, orders);
        problems.addAll(troubles);
        Map<String, Long> figures = new TreeMap<>(verdict.counts());
        figures.put("ms of the slowest order", stalls.slowest(accepted).toMillis());
        Story story = verdict.story();
        return new Report(
                settings.command(),
                settings.seed(),
                settings.time().toSeconds(),
                begun.toString(),
                problems.isEmpty(),
                problems,
                orders,
                answers,
                strikes,
                Numbers.rounded(settled),
                figures,
                violations,
                story == null ? List.of() : story.text());
    }

    private static List<String> problems(
            List<Fault> asked, List<Blow> blows, @Nullable Rest unrest, long violated, Map<String, Long> orders) {
        List<String> problems = new ArrayList<>();
        if (violated > 0) {
            problems.add(violated + " violations");
        }
        if (unrest != null) {
            problems.add("%d orders and %d sagas do not come to an end".formatted(unrest.pending(), unrest.sagas()));
        }
        if (orders.getOrDefault("completed", 0L) == 0) {
            problems.add("no order was completed");
        }
        Set<String> never = new TreeSet<>();
        asked.forEach(it -> never.add(it.label()));
        blows.forEach(it -> never.add(it.fault().label()));
        blows.stream().filter(Blow::fired).forEach(it -> never.remove(it.fault().label()));
        if (blows.stream().noneMatch(Blow::fired)) {
            problems.add("no fault was brought about");
        } else if (!never.isEmpty()) {
            problems.add("not brought about: " + String.join(", ", never));
        }
        return problems;
    }

    private static Report.Strike strike(Blow blow, Instant begun, Stalls stalls, List<Accepted> accepted) {
        Duration recovery = stalls.recovery(blow.healed(), accepted).orElse(Duration.ZERO);
        return new Report.Strike(
                blow.fault().label(),
                blow.target(),
                seconds(Duration.between(begun, blow.struck())),
                seconds(Duration.between(blow.struck(), blow.healed())),
                seconds(recovery),
                seconds(stalls.longestGap(blow.struck(), blow.healed().plus(recovery))
                        .length()),
                blow.fired(),
                blow.evidence());
    }

    private static double seconds(Duration duration) {
        return Numbers.rounded(duration.toMillis() / 1e3);
    }
}
