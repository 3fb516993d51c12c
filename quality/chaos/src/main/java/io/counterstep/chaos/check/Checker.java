package io.counterstep.chaos.check;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.fulfilment.local.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks what must hold when all is healed and at rest. Used by one thread. */
public final class Checker {

    private final Rows rows;
    private final Tape tape;

    Checker(Rows rows, Tape tape) {
        this.rows = rows;
        this.tape = tape;
    }

    /** @param tape read to its end */
    public static Checker of(Cluster cluster, Tape tape) {
        return new Checker(new Rows(cluster), tape);
    }

    /**
     * @param accepted what customers were told
     * @param faults shown beside the story of a violation
     */
    public Verdict check(List<Accepted> accepted, List<Span> faults) {
        Facts facts = Facts.read(rows);
        List<Violation> violations = new ArrayList<>();
        Endings endings = new Endings(facts, accepted);
        violations.addAll(endings.violations());
        violations.addAll(Effects.violations(facts));
        violations.addAll(Conservation.violations(rows));
        violations.addAll(Histories.violations(rows));
        Told told = new Told(tape, facts);
        violations.addAll(told.violations());
        return new Verdict(
                List.copyOf(violations),
                orders(facts),
                figures(endings, told, facts),
                Story.of(violations, tape, rows, faults));
    }

    private static Map<String, Long> orders(Facts facts) {
        Map<String, Long> orders = new TreeMap<>();
        facts.orders().values().forEach(it -> orders.merge(it.status().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum));
        return orders;
    }

    private Map<String, Long> figures(Endings endings, Told told, Facts facts) {
        Map<String, Long> figures = new TreeMap<>(told.figures());
        figures.put("good orders canceled because time ran out", endings.timedOut());
        figures.put("sagas", (long) facts.sagas().size());
        figures.put("tombstones", facts.ledgers().values().stream()
                .flatMap(List::stream)
                .filter(it -> it.request() == null)
                .count());
        Map<String, Long> kinds = new HashMap<>(rows.byKey(
                        Service.ORCHESTRATOR, "select kind, count(*) from saga_history group by kind")
                .entrySet()
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, it -> Long.valueOf(it.getValue()))));
        figures.put("commands sent again by checks", kinds.getOrDefault("COMMAND_RESENT", 0L));
        figures.put("steps timed out", kinds.getOrDefault("STEP_TIMED_OUT", 0L));
        figures.put("technical failures answered", kinds.getOrDefault("STEP_FAILED", 0L));
        return figures;
    }
}
