package io.counterstep.testing;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What really happened at the participants of one saga, whatever anyone was told; the invariants are about this. Immutable.
 */
final class Deeds {

    private static final byte TOOK_EFFECT = 1;
    private static final byte UNDONE = 2;

    private final Plan plan;
    private final byte[] steps;
    private final @Nullable String ending;

    private Deeds(Plan plan, byte[] steps, @Nullable String ending) {
        this.plan = plan;
        this.steps = steps;
        this.ending = ending;
    }

    /** @param undoable true if a parent may undo the saga after its good end, or before it begins */
    static Deeds none(SagaDefinition<?> definition, boolean undoable) {
        Plan plan = Plan.of(definition, undoable);
        return new Deeds(plan, new byte[plan.steps().size()], null);
    }

    /** The definition as deeds are held against it. */
    private record Plan(List<? extends Step<?>> steps, List<Integer> stages, boolean hasEndings, boolean undoable) {

        static Plan of(SagaDefinition<?> definition, boolean undoable) {
            List<Integer> stages = definition.steps().stream()
                    .map(it -> definition.stageOf(it.name()))
                    .toList();
            return new Plan(List.copyOf(definition.steps()), stages, definition.completion() != null, undoable);
        }

        int positionOf(String step) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).name().equals(step)) {
                    return i;
                }
            }
            return -1;
        }

        /** False for a step that only reads or waits: there is nothing to undo, whatever becomes of the saga. */
        boolean hasEffect(int step) {
            return !(steps.get(step).task() instanceof Task.Await)
                    && (steps.get(step).compensation() != null
                            || steps.get(step).kind() != Step.Kind.COMPENSATABLE);
        }
    }

    private boolean inForce(int step) {
        return steps[step] == TOOK_EFFECT;
    }

    /**
     * These deeds after a handler was called and returned.
     *
     * @param effect false if it refused
     * @throws Violation if that must not have happened
     */
    Deeds executed(CommandId command, boolean effect) {
        int step = plan.positionOf(command.step());
        if (step < 0) {
            return ended(command);
        }
        byte[] after = steps.clone();
        switch (command.action()) {
            case INVOKE -> {
                require((steps[step] & TOOK_EFFECT) == 0, "G2", "took effect twice", command);
                require(
                        !effect || ending == null || !plan.hasEffect(step),
                        "G4",
                        "took effect after the ending",
                        command);
                after[step] |= effect ? TOOK_EFFECT : 0;
            }
            case COMPENSATE -> {
                require(inForce(step), "G2", "undid what was not in force", command);
                for (int other = 0; other < steps.length; other++) {
                    boolean later = plan.stages().get(other) > plan.stages().get(step);
                    require(
                            !later || !plan.hasEffect(other) || !inForce(other),
                            "G2",
                            "was undone before " + plan.steps().get(other).name(),
                            command);
                }
                after[step] |= UNDONE;
            }
        }
        return new Deeds(plan, after, ending);
    }

    private Deeds ended(CommandId command) {
        boolean canceled = SagaDefinition.CANCEL.equals(command.step());
        boolean undone = plan.undoable() && canceled && SagaDefinition.COMPLETE.equals(ending);
        require(ending == null || undone, "G2", "was executed after the ending " + ending, command);
        for (int step = 0; step < steps.length && canceled; step++) {
            boolean inForce = plan.hasEffect(step) && inForce(step);
            require(
                    !inForce,
                    "G4",
                    "was executed while " + plan.steps().get(step).name() + " is in force",
                    command);
        }
        return new Deeds(plan, steps, command.step());
    }

    /** @throws Violation if that saga is not over, or what it is told to be is not what happened */
    void requireOver(SagaId id, @Nullable SagaInstance saga) {
        Status status = saga == null ? null : saga.state().status();
        if (saga == null || status == null || !status.isFinal()) {
            throw new Violation("G1", "saga " + id + " rests but is " + unfinished(saga));
        }
        boolean completed = status == Status.COMPLETED;
        String told = completed ? SagaDefinition.COMPLETE : SagaDefinition.CANCEL;
        boolean neverBegun =
                plan.undoable() && !completed && ending == null && saga.facts().isEmpty();
        if (plan.hasEndings() && !told.equals(ending) && !neverBegun) {
            throw new Violation("G4", "saga " + id + " is " + status + " but its ending was " + ending);
        }
        for (int i = 0; i < steps.length; i++) {
            Step<?> step = plan.steps().get(i);
            Outcome outcome = saga.outcomes().get(step.name());
            boolean wanted = completed && outcome == Outcome.SUCCEEDED;
            if (plan.hasEffect(i) && inForce(i) != wanted) {
                throw new Violation(
                        "G2", "saga " + id + " is " + status + " but in force is " + step.name() + ": " + !wanted);
            }
            boolean missing = outcome != Outcome.SUCCEEDED && outcome != Outcome.SKIPPED && !step.optional();
            if (completed && missing) {
                throw new Violation("G2", "saga " + id + " is " + status + " without " + step.name() + ": " + outcome);
            }
        }
    }

    /** @throws Violation if something is */
    void requireNothingInForce(CommandId answered) {
        for (int step = 0; step < steps.length; step++) {
            boolean inForce = plan.hasEffect(step) && inForce(step);
            require(
                    !inForce,
                    "G4",
                    "is answered as undone while " + plan.steps().get(step).name() + " is in force",
                    answered);
        }
    }

    private static String unfinished(@Nullable SagaInstance saga) {
        return saga == null
                ? "not there"
                : saga.state().status() + ", waiting for "
                        + saga.waits().stream().map(Outstanding::command).toList();
    }

    private static void require(boolean holds, String guarantee, String what, CommandId command) {
        if (!holds) {
            throw new Violation(guarantee, command + " " + what);
        }
    }

    /** The same for the same deeds. */
    void addTo(Fingerprint print) {
        for (byte step : steps) {
            print.add(step);
        }
        print.add(ending == null ? 0 : ending.length());
    }
}
