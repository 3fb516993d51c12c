package io.counterstep.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets happen what is named, from the start of one saga. */
final class Replay {

    private final World<?> world;
    private final Possibilities possibilities;
    private final int start;

    Replay(World<?> world, Possibilities possibilities, int start) {
        this.world = world;
        this.possibilities = possibilities;
        this.start = start;
    }

    /**
     * What came of it.
     *
     * @param lines each step with what it led to
     * @param violation null if all went well
     * @param last where it ended; null if it ended within a step
     */
    record Outcome(
            List<String> lines,
            @Nullable Violation violation,
            @Nullable Situation last) {}

    /** @return empty if one of these is not possible */
    Optional<Outcome> strictly(List<String> names) {
        List<String> lines = new ArrayList<>();
        Situation situation = Situation.first(world, start);
        for (String name : names) {
            Optional<Happening> happening = find(situation, name);
            if (happening.isEmpty()) {
                return Optional.empty();
            }
            try {
                Situation after = Turn.of(world, situation, happening.get());
                lines.add(name + led(situation, after));
                situation = after == null ? situation : after;
            } catch (Violation violation) {
                lines.add(name);
                return lines.size() == names.size()
                        ? Optional.of(new Outcome(lines, violation, null))
                        : Optional.empty();
            }
        }
        return Optional.of(new Outcome(lines, unrest(situation), situation));
    }

    /** The same, except that what is not possible any more is left out, and that then all goes well to the end. */
    Outcome leniently(List<String> names) {
        List<String> lines = new ArrayList<>();
        Situation situation = Situation.first(world, start);
        int named = 0;
        for (int steps = 0; steps < Search.MAX_STEPS; steps++) {
            Optional<Happening> happening = Optional.empty();
            while (named < names.size() && happening.isEmpty()) {
                happening = find(situation, names.get(named++));
            }
            if (happening.isEmpty()) {
                happening = byItself(situation);
            }
            if (happening.isEmpty()) {
                return new Outcome(lines, unrest(situation), situation);
            }
            String name = happening.get().name(world, situation);
            try {
                Situation after = Turn.of(world, situation, happening.get());
                lines.add(name + led(situation, after));
                situation = after == null ? situation : after;
            } catch (Violation violation) {
                lines.add(name);
                return new Outcome(lines, violation, null);
            }
        }
        return new Outcome(lines, new Violation("G1", "nothing rests after " + Search.MAX_STEPS + " steps"), situation);
    }

    /** @throws IllegalArgumentException if one of these can never happen, whatever the saga does */
    void requireKnown(List<String> names) {
        Set<String> known = world.namesOfAll();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is nothing that may happen to a saga of "
                        + world.definition.name() + ": take the steps from a printed timeline");
            }
        }
    }

    private Optional<Happening> find(Situation situation, String name) {
        return possibilities.in(situation, true).stream()
                .filter(it -> it.name(world, situation).equals(name))
                .findFirst();
    }

    /** What happens if nobody does harm: everything is delivered, every question is answered well. */
    private Optional<Happening> byItself(Situation situation) {
        List<Happening> all = possibilities.in(situation, false);
        return all.stream()
                .filter(it -> it.kind() == Happening.Kind.DELIVER && !it.refused())
                .findFirst()
                .or(() -> all.stream()
                        .filter(it -> it.kind() == Happening.Kind.ARRIVE && it.index() > 0 && !it.refused())
                        .findFirst())
                .or(() -> all.stream().filter(Possibilities::isProgress).findFirst());
    }

    private @Nullable Violation unrest(Situation situation) {
        if (possibilities.in(situation, false).stream().anyMatch(Possibilities::isProgress)) {
            return null;
        }
        try {
            situation.deeds.requireOver(world.saga, situation.saga);
            return null;
        } catch (Violation violation) {
            return violation;
        }
    }

    List<String> names(List<Happening> path) {
        List<String> names = new ArrayList<>();
        Situation situation = Situation.first(world, start);
        for (Happening happening : path) {
            names.add(happening.name(world, situation));
            if (names.size() < path.size()) {
                Situation after = Turn.of(world, situation, happening);
                situation = after == null ? situation : after;
            }
        }
        return names;
    }

    /** What is new on the way. */
    private String led(Situation before, @Nullable Situation after) {
        List<String> said = new ArrayList<>();
        for (int i = 0; after != null && i < after.topics.length; i++) {
            List<Letter> old = List.of(before.topics[i]);
            for (Letter letter : after.topics[i]) {
                if (!old.contains(letter) || count(after.topics[i], letter) > count(before.topics[i], letter)) {
                    said.add(world.label(letter));
                }
            }
        }
        return said.isEmpty()
                ? ""
                : " → " + String.join(", ", said.stream().distinct().toList());
    }

    private static long count(Letter[] letters, Letter letter) {
        return List.of(letters).stream().filter(letter::equals).count();
    }
}
