package io.counterstep.core.migrate;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.migrate.DefinitionShape.Said;
import io.counterstep.core.migrate.DefinitionShape.StepShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds one saga against one version. First the steps by their names, then, if those fit, their order. */
final class Fitting {

    static final char SEPARATOR = '/';

    private final DefinitionShape to;
    private final Mapping mapping;
    private final @Nullable DefinitionShape from;
    private final SagaInstance saga;
    private final List<String> stranded = new ArrayList<>();
    private final List<String> unmapped = new ArrayList<>();
    private final Set<String> suggestions = new LinkedHashSet<>();
    private final Map<String, String> proposed = new LinkedHashMap<>();

    Fitting(DefinitionShape to, Mapping mapping, @Nullable DefinitionShape from, SagaInstance saga) {
        this.to = to;
        this.mapping = mapping;
        this.from = from;
        this.saga = saga;
    }

    Verdict verdict() {
        Phase phase = Phase.of(saga.state());
        if (phase.isOver()) {
            return new Verdict.Safe();
        }
        if (!saga.facts().containsKey(to.startedBy())) {
            stranded.add(
                    "it was not started by " + to.startedBy() + ", from which " + version() + " builds its commands");
        }
        Position.known(saga).forEach(this::fit);
        keptEvents();
        if (stranded.isEmpty() && !proposed.isEmpty()) {
            return withWhatIsProposed();
        }
        if (stranded.isEmpty()) {
            if (phase.isForward()) {
                takenNames();
            }
            new Order(phase).check();
        }
        return result();
    }

    private Verdict result() {
        if (!stranded.isEmpty()) {
            return new Verdict.WouldStrand(stranded);
        }
        return unmapped.isEmpty() ? new Verdict.Safe() : new Verdict.NeedsMapping(unmapped, List.copyOf(suggestions));
    }

    /** Names alone do not help a saga that would strand under them as well. */
    private Verdict withWhatIsProposed() {
        Map<String, String> renamed = new LinkedHashMap<>(mapping.renamed());
        renamed.putAll(proposed);
        Fitting next = new Fitting(to, new Mapping(renamed, mapping.leftOut()), from, saga);
        Verdict then = mapping.renamed().equals(renamed) ? new Verdict.Safe() : next.verdict();
        return switch (then) {
            case Verdict.Safe safe -> result();
            case Verdict.WouldStrand strand -> strand;
            case Verdict.NeedsMapping more -> {
                unmapped.addAll(more.why());
                suggestions.addAll(more.suggestions());
                yield result();
            }
        };
    }

    private void fit(String step) {
        boolean waited = Position.waited(saga).contains(step);
        Outcome outcome = saga.outcomes().get(step);
        if (!waited && outcome != Outcome.SUCCEEDED && outcome != Outcome.UNKNOWN) {
            return;
        }
        StepShape was = from == null ? null : from.find(step);
        StepShape now = to.find(mapping.now(step));
        String standing = "step '" + step + "' is " + (waited ? "waited for" : "done");
        if (now == null) {
            boolean mayBeForgotten = !waited
                    && was != null
                    && was.compensation() == null
                    && was.kind().equals("COMPENSATABLE");
            if (!mayBeForgotten) {
                counterpart(step, was, standing + ", and " + version() + " has no '" + mapping.now(step) + "'");
            }
            return;
        }
        List<String> differences = was == null ? strangers(step, now) : was.differences(now);
        if (!differences.isEmpty()) {
            counterpart(
                    step,
                    was,
                    standing + ", but not as '" + now.name() + "' of " + version() + ": "
                            + String.join(", ", differences));
        } else if (waited && now.child() != null && !now.name().equals(step)) {
            stranded.add(standing + ", and a step that starts a child cannot be renamed until it is answered");
        }
    }

    /** The replies that came and do not belong to that step: all that can be told without the former version. */
    private List<String> strangers(String step, StepShape now) {
        Said compensation = now.compensation();
        return repliesOf(step).stream()
                .filter(it -> !now.replies().contains(it)
                        && (compensation == null || !compensation.replies().contains(it)))
                .map(it -> "it was answered by " + it)
                .toList();
    }

    private List<String> repliesOf(String step) {
        return saga.facts().keySet().stream()
                .filter(it -> it.startsWith(step + SEPARATOR))
                .map(it -> it.substring(step.length() + 1))
                .toList();
    }

    private void counterpart(String step, @Nullable StepShape was, String why) {
        List<StepShape> candidates = to.steps().stream()
                .filter(it -> !it.name().equals(mapping.now(step)) && !isClaimed(it.name(), step))
                .filter(it -> (was == null ? strangers(step, it) : was.differences(it)).isEmpty())
                .toList();
        if (candidates.isEmpty()) {
            stranded.add(why + "; no other step is its counterpart");
            return;
        }
        unmapped.add(why);
        candidates.forEach(it -> suggestions.add(".step(\"" + step + "\", \"" + it.name() + "\")"));
        proposed.put(step, candidates.getFirst().name());
    }

    private boolean isClaimed(String newName, String butFor) {
        return proposed.containsValue(newName)
                || Position.known(saga).stream()
                        .anyMatch(it -> !it.equals(butFor) && mapping.now(it).equals(newName) && fits(it, newName));
    }

    private boolean fits(String step, String newName) {
        StepShape was = from == null ? null : from.find(step);
        StepShape now = to.find(newName);
        return now != null && (was == null ? strangers(step, now) : was.differences(now)).isEmpty();
    }

    /** An event that came early is kept for a step that has not begun. */
    private void keptEvents() {
        for (String fact : saga.facts().keySet()) {
            int separator = fact.indexOf(SEPARATOR);
            String step = separator < 0 ? "" : fact.substring(0, separator);
            if (separator < 0
                    || Position.known(saga).contains(step)
                    || to.find(mapping.now(step)) != null
                    || proposed.containsKey(step)) {
                continue;
            }
            String type = fact.substring(separator + 1);
            to.steps().stream()
                    .filter(it -> it.said() == null && it.replies().contains(type) && !isClaimed(it.name(), step))
                    .findFirst()
                    .ifPresent(it -> {
                        unmapped.add(
                                type + " has come for '" + step + "', and " + version() + " waits for it elsewhere");
                        suggestions.add(".step(\"" + step + "\", \"" + it.name() + "\")");
                        proposed.put(step, it.name());
                    });
        }
    }

    /** Participants know a renamed step by its former name, so no other step may bear that. */
    private void takenNames() {
        Set<String> known = Position.known(saga);
        for (String step : known) {
            String wireName = saga.formerNames().getOrDefault(step, step);
            boolean taken = !wireName.equals(mapping.now(step))
                    && to.find(wireName) != null
                    && known.stream().noneMatch(it -> mapping.now(it).equals(wireName));
            if (taken) {
                stranded.add("participants know '" + mapping.now(step) + "' as '" + wireName + "', and would take "
                        + version() + "'s new step of that name for it: give the new step another name");
            }
        }
    }

    private String version() {
        return "version " + to.version();
    }

    /** The order of what is done, and what is still to come. */
    private final class Order {

        private final Phase phase;
        private final Position position = new Position(to, mapping, saga);
        private final String at;

        Order(Phase phase) {
            this.phase = phase;
            this.at = String.join("' and '", Position.waited(saga));
        }

        void check() {
            Set<Integer> stages = position.stages();
            if (stages.size() > 1) {
                stranded.add("it waits for '" + at + "' at once, which " + version() + " does one after the other");
                return;
            }
            switch (phase) {
                case RUNNING -> forward();
                case COMPLETING -> {
                    ending("completion", from == null ? null : from.completion(), to.completion());
                    forward();
                }
                case COMPENSATING -> back(stages.stream().findFirst().orElse(0));
                case CANCELING -> ending("cancellation", from == null ? null : from.cancellation(), to.cancellation());
                case COMPLETED, CANCELED ->
                    throw new IllegalStateException("saga " + saga.id() + " is over and has no order");
            }
        }

        /** A stage that has begun is not begun again, and one that has not begins with all its steps. */
        private void forward() {
            int reached = position.reached();
            Set<String> known = new LinkedHashSet<>();
            Position.known(saga).forEach(it -> known.add(mapping.now(it)));
            for (StepShape step : to.steps()) {
                boolean begun = step.stage() <= reached;
                if (begun && !known.contains(step.name()) && !mapping.leftOut().contains(step.name())) {
                    unmapped.add("it is past '" + step.name() + "' of " + version() + " and would never do it");
                    suggestions.add(".leavingOut(\"" + step.name() + "\")");
                } else if (!begun && known.contains(step.name())) {
                    stranded.add("'" + step.name() + "' is done, and " + version() + " would do it again behind '" + at
                            + "'");
                }
            }
        }

        /** What stands behind the stage that is being undone is not looked at any more. */
        private void back(int stage) {
            saga.outcomes().forEach((step, outcome) -> {
                StepShape now = to.find(mapping.now(step));
                boolean toBeUndone = (outcome == Outcome.SUCCEEDED || outcome == Outcome.UNKNOWN)
                        && !Position.waited(saga).contains(step);
                if (toBeUndone && now != null && now.compensation() != null && now.stage() >= stage) {
                    stranded.add("'" + now.name() + "' would not be undone any more, because " + version()
                            + " has it behind '" + at + "', which is being undone");
                }
            });
        }

        private void ending(String what, @Nullable Said was, @Nullable Said is) {
            if (is == null || (from != null && !Objects.equals(was, is))) {
                stranded.add("its " + what + " is waited for, which was " + was + " and is " + is + " in " + version());
            }
        }
    }
}
