package io.counterstep.testing;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What really happened at the participants, whatever anyone was told; the invariants are about this. */
final class Effects {

    private final SagaDefinition<?> definition;
    private final List<? extends Step<?>> steps;
    private final int[] stages;
    private final Map<SagaId, OfSaga> sagas = new HashMap<>();

    Effects(SagaDefinition<?> definition) {
        this.definition = definition;
        steps = definition.steps();
        stages = steps.stream().mapToInt(it -> definition.stageOf(it.name())).toArray();
    }

    private static final class OfSaga {
        private final boolean[] tookEffect;
        private final boolean[] undone;
        private @Nullable String ending;

        private OfSaga(int steps) {
            tookEffect = new boolean[steps];
            undone = new boolean[steps];
        }

        private boolean inForce(int step) {
            return tookEffect[step] && !undone[step];
        }
    }

    /**
     * A handler was called and returned.
     *
     * @param effect false if it refused
     * @throws Violation if that must not have happened
     */
    void executed(CommandId command, boolean effect) {
        OfSaga saga = sagas.computeIfAbsent(command.saga(), id -> new OfSaga(steps.size()));
        int step = positionOf(command.step());
        if (step < 0) {
            ended(saga, command);
            return;
        }
        switch (command.action()) {
            case INVOKE -> {
                require(!saga.tookEffect[step], "G2", "took effect twice", command);
                require(!effect || saga.ending == null, "G4", "took effect after the ending", command);
                saga.tookEffect[step] = effect;
            }
            case COMPENSATE -> {
                require(saga.inForce(step), "G2", "undid what was not in force", command);
                for (int later = 0; later < steps.size(); later++) {
                    boolean inForce = stages[later] > stages[step] && mustBeUndone(later) && saga.inForce(later);
                    require(!inForce, "G2", "undone before " + steps.get(later).name(), command);
                }
                saga.undone[step] = true;
            }
        }
    }

    private int positionOf(String step) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step)) {
                return i;
            }
        }
        return -1;
    }

    /** A step that only reads may be done and the saga be canceled all the same. */
    private boolean mustBeUndone(int step) {
        return steps.get(step).compensation() != null || steps.get(step).kind() != Step.Kind.COMPENSATABLE;
    }

    private static boolean hasEffect(Step<?> step) {
        return !(step.task() instanceof Task.Await);
    }

    private void ended(OfSaga saga, CommandId command) {
        require(saga.ending == null, "G2", "executed after the ending " + saga.ending, command);
        saga.ending = command.step();
        boolean canceled = SagaDefinition.CANCEL.equals(command.step());
        for (int step = 0; step < steps.size() && canceled; step++) {
            boolean inForce = mustBeUndone(step) && saga.inForce(step);
            require(!inForce, "G4", steps.get(step).name() + " is still in force", command);
        }
    }

    /** @throws Violation if that saga is not over, or what it is told to be is not what happened */
    void requireOver(SagaId id, @Nullable SagaInstance saga) {
        Status status = saga == null ? null : saga.state().status();
        if (saga == null || status == null || !status.isFinal()) {
            throw new Violation("G1", "saga " + id + " rests but is " + (saga == null ? "not there" : saga.state()));
        }
        OfSaga happened = sagas.getOrDefault(id, new OfSaga(steps.size()));
        boolean completed = status == Status.COMPLETED;
        String ending = completed ? SagaDefinition.COMPLETE : SagaDefinition.CANCEL;
        if (definition.completion() != null && !ending.equals(happened.ending)) {
            throw new Violation("G4", "saga " + id + " is " + status + " but its ending was " + happened.ending);
        }
        for (int i = 0; i < steps.size(); i++) {
            Step<?> step = steps.get(i);
            Outcome outcome = saga.outcomes().get(step.name());
            boolean wanted = completed && outcome == Outcome.SUCCEEDED;
            if (hasEffect(step) && (completed || mustBeUndone(i)) && happened.inForce(i) != wanted) {
                throw new Violation(
                        "G2", "saga " + id + " is " + status + " but in force is " + step.name() + ": " + !wanted);
            }
            boolean missing = outcome != Outcome.SUCCEEDED && outcome != Outcome.SKIPPED && !step.optional();
            if (completed && missing) {
                throw new Violation("G2", "saga " + id + " is " + status + " without " + step.name() + ": " + outcome);
            }
        }
    }

    private static void require(boolean holds, String guarantee, String what, CommandId command) {
        if (!holds) {
            throw new Violation(guarantee, command + " " + what);
        }
    }
}
