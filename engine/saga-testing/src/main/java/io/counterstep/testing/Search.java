package io.counterstep.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all situations, the nearest first, so that the first violation is found on a shortest path. A situation is
 * gone into once, and again only if it is reached with more faults left. Used once.
 */
final class Search {

    /** A path longer than this is taken for a system that never rests. */
    static final int MAX_STEPS = 2_000;

    /** So many situations are gone into together, by as many threads as there are processors. */
    private static final int CHUNK = 4_096;

    private final World<?> world;
    private final Possibilities possibilities;
    private final int depth;
    private final int faults;
    private final int maxStates;

    private final LongTable known = new LongTable();
    private final IntList parents = new IntList();
    private final IntList happenings = new IntList();
    private final IntList faultsLeft = new IntList();
    private final IntList stateIds = new IntList();
    private final IntList firstNodes = new IntList();
    private final Graph graph = new Graph();
    private final Map<String, Long> strikes = new HashMap<>();
    private long transitions;
    private long endStates;
    private List<Reached> next = new ArrayList<>();

    Search(World<?> world, Possibilities possibilities, int depth, int faults, int maxStates) {
        this.world = world;
        this.possibilities = possibilities;
        this.depth = depth;
        this.faults = faults;
        this.maxStates = maxStates;
    }

    /** A situation at the end of a path. */
    private record Reached(Situation situation, int node) {}

    private record Successor(
            Happening happening,
            long fingerprint,
            @Nullable Situation situation,
            @Nullable Violation violation) {}

    /** @param end a violation in the situation itself: it rests, and must not */
    private record Expanded(
            List<Successor> successors, @Nullable Violation end, boolean isEnd) {}

    /** A violation with the way to it. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        final transient int start;
        final transient List<Happening> path;
        final transient Violation violation;

        Failed(int start, List<Happening> path, Violation violation) {
            super(violation);
            this.start = start;
            this.path = path;
            this.violation = violation;
        }
    }

    Exploration run() throws Failed {
        long began = System.nanoTime();
        for (int start = 0; start < world.starts.size(); start++) {
            Situation first = Situation.first(world, start);
            reach(-1, -1 - start, faults, first.fingerprint(world), first);
        }
        int level = 0;
        for (List<Reached> frontier = takeNext(); !frontier.isEmpty(); frontier = takeNext()) {
            if (level > MAX_STEPS) {
                throw failed(
                        frontier.getFirst().node(),
                        null,
                        new Violation("G1", "nothing rests after " + MAX_STEPS + " steps"));
            }
            for (int from = 0; from < frontier.size(); from += CHUNK) {
                expand(frontier.subList(from, Math.min(frontier.size(), from + CHUNK)), level);
            }
            level++;
        }
        requireNoCircle();
        return new Exploration(
                world.definition.name(),
                depth,
                faults,
                firstNodes.size(),
                transitions,
                endStates,
                level - 1,
                strikes,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private List<Reached> takeNext() {
        List<Reached> taken = next;
        next = new ArrayList<>();
        return taken;
    }

    private void expand(List<Reached> chunk, int level) throws Failed {
        Expanded[] expanded = new Expanded[chunk.size()];
        IntStream.range(0, chunk.size()).parallel().forEach(i -> expanded[i] = expanded(chunk.get(i), level));
        for (int i = 0; i < expanded.length; i++) {
            merge(chunk.get(i), expanded[i]);
        }
    }

    private Expanded expanded(Reached reached, int level) {
        Situation situation = reached.situation();
        boolean faulty = level < depth && faultsLeft.get(reached.node()) > 0;
        List<Happening> all = possibilities.in(situation, faulty);
        List<Successor> successors = new ArrayList<>(all.size());
        if (all.stream().noneMatch(Possibilities::isProgress)) {
            try {
                situation.deeds.requireOver(world.saga, situation.saga);
            } catch (Violation violation) {
                return new Expanded(successors, violation, true);
            }
        }
        for (Happening happening : all) {
            successors.add(successor(reached, happening));
        }
        return new Expanded(successors, null, all.isEmpty());
    }

    private Successor successor(Reached reached, Happening happening) {
        try {
            Situation after = Turn.of(world, reached.situation(), happening);
            if (after == null) {
                return new Successor(happening, 0, null, null);
            }
            long fingerprint = after.fingerprint(world);
            int node = known.get(fingerprint);
            boolean isNews = node == LongTable.ABSENT || faultsLeft.get(node) < left(reached.node(), happening);
            return new Successor(happening, fingerprint, isNews ? after : null, null);
        } catch (Violation violation) {
            return new Successor(happening, 0, null, violation);
        }
    }

    private int left(int node, Happening happening) {
        return faultsLeft.get(node) - (happening.isFree() ? 0 : 1);
    }

    private void merge(Reached reached, Expanded expanded) throws Failed {
        if (expanded.end() != null) {
            throw failed(reached.node(), null, expanded.end());
        }
        int stateId = stateIds.get(reached.node());
        boolean isFirst = firstNodes.get(stateId) == reached.node();
        endStates += isFirst && expanded.isEnd() ? 1 : 0;
        for (Successor successor : expanded.successors()) {
            transitions++;
            String struck = successor.happening().struck(reached.situation());
            if (!struck.isEmpty()) {
                strikes.merge(struck, 1L, Long::sum);
            }
            if (successor.violation() != null) {
                throw failed(reached.node(), successor.happening(), successor.violation());
            }
            if (successor.fingerprint() != 0) {
                int left = left(reached.node(), successor.happening());
                int after = reach(
                        reached.node(),
                        successor.happening().encoded(),
                        left,
                        successor.fingerprint(),
                        successor.situation());
                if (isFirst && successor.happening().isFree()) {
                    graph.add(stateId, after);
                }
            }
        }
    }

    /** @return the id of the situation that is reached */
    private int reach(int parent, int happening, int left, long fingerprint, @Nullable Situation situation) {
        int before = known.get(fingerprint);
        if (before != LongTable.ABSENT && (situation == null || faultsLeft.get(before) >= left)) {
            return stateIds.get(before);
        }
        if (situation == null) {
            throw new IllegalStateException("a situation was taken for known, and is not");
        }
        int node = parents.size();
        int stateId = before == LongTable.ABSENT ? firstNodes.size() : stateIds.get(before);
        parents.add(parent);
        happenings.add(happening);
        faultsLeft.add(left);
        stateIds.add(stateId);
        if (before == LongTable.ABSENT) {
            firstNodes.add(node);
            if (firstNodes.size() > maxStates) {
                throw new IllegalStateException("exploring " + world.definition.name() + " found more than " + maxStates
                        + " states: explore fewer faults, or to a smaller depth, or allow more by .atMost(states)");
            }
        }
        known.put(fingerprint, node);
        next.add(new Reached(situation, node));
        return stateId;
    }

    private void requireNoCircle() throws Failed {
        int stateId = graph.onCircle(firstNodes.size());
        if (stateId >= 0) {
            throw failed(
                    firstNodes.get(stateId),
                    null,
                    new Violation("G1", "nothing rests: from there on the same comes again and again"));
        }
    }

    private Failed failed(int node, @Nullable Happening last, Violation violation) {
        List<Happening> path = new ArrayList<>();
        if (last != null) {
            path.add(last);
        }
        int at = node;
        while (parents.get(at) >= 0) {
            path.addFirst(Happening.decoded(happenings.get(at)));
            at = parents.get(at);
        }
        return new Failed(-1 - happenings.get(at), path, violation);
    }
}
