package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.SagaId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one function that decides. It reads no clock, does no I/O, draws no random number and logs nothing: the same
 * arguments always give the same decision. The orchestrator, the test kit and every preview call it.
 *
 * <p>It accepts any input in any state: what does not fit is {@link Ignored} with a reason. A definition's function that
 * throws makes the saga need attention, except that a saga whose first commands cannot be built does not start: then it
 * throws that, as it throws what a reply's body throws that does not fit its type.
 */
public final class Decider {

    /** How often a command that must be done may fail technically before a person has to look. */
    public static final int MAX_FAILURES = 10;

    private static final String NEVER_BEGUN = "undone before it began";

    private Decider() {}

    /** The same with every gate open. */
    public static Decision decide(SagaDefinition<?> definition, @Nullable SagaInstance saga, Input input, Instant now) {
        return decide(definition, saga, input, Moment.at(now));
    }

    /**
     * @param definition the version that the saga started with, or was migrated to; any version for one that is over,
     *     unless it is undone
     * @param saga null if there is none yet
     * @throws IllegalArgumentException if the saga belongs to another definition, or another version of it
     */
    public static Decision decide(
            SagaDefinition<?> definition, @Nullable SagaInstance saga, Input input, Moment moment) {
        if (saga == null) {
            return switch (input) {
                case Input.Start start -> start(definition, start, moment);
                case Input.Undo undo -> neverBegun(definition, undo, moment);
                default -> new Ignored(Reason.UNKNOWN_SAGA);
            };
        }
        requireItsOwn(definition, saga, input);
        return existing(Draft.of(definition, saga, moment), saga.state(), input);
    }

    /** A saga that is over says nothing by its definition, so any version of it serves; unless a parent undoes it. */
    private static void requireItsOwn(SagaDefinition<?> definition, SagaInstance saga, Input input) {
        int version = definition.version().number();
        boolean anyVersion = saga.state() instanceof SagaState.Final && !(input instanceof Input.Undo);
        if ((saga.version() != version && !anyVersion)
                || !saga.id().definition().equals(definition.name())) {
            throw new IllegalArgumentException("saga " + saga.id() + " has version " + saga.version() + " of "
                    + saga.id().definition() + ", but version " + version + " of " + definition.name()
                    + " was asked to decide: look the definition up by the saga's version");
        }
    }

    private static <S> Decision start(SagaDefinition<S> definition, Input.Start start, Moment moment) {
        SagaId id = definition.id(start.key());
        String type = definition.startedBy().type().name();
        Draft<S> draft = Draft.fresh(definition, id, Map.of(type, start.body()), start.parent(), moment);
        new Course<>(draft).begin(0, start.delivery());
        return draft.moved(Kind.STARTED, definition.steps().getFirst().name(), type, null);
    }

    /** The saga's row is its own tombstone: a start that comes behind its undoing finds it canceled. */
    private static <S> Decision neverBegun(SagaDefinition<S> definition, Input.Undo undo, Moment moment) {
        SagaId id = definition.id(undo.key());
        Draft<S> draft = Draft.fresh(definition, id, Map.of(), undo.parent(), moment);
        draft.phase = Phase.CANCELED;
        draft.reason = NEVER_BEGUN;
        draft.deadline = null;
        return draft.moved(Kind.UNDO_REQUESTED, SagaDefinition.CANCEL, null, NEVER_BEGUN);
    }

    private static <S> Decision existing(Draft<S> draft, SagaState state, Input input) {
        Moves<S> moves = new Moves<>(draft);
        String delivery = input.cause().orElse(null);
        Decision repeated = delivery == null ? null : moves.redelivered(delivery);
        if (repeated != null) {
            return repeated;
        }
        boolean over = state instanceof SagaState.Final;
        Operations<S> operations = new Operations<>(draft);
        return switch (input) {
            case Input.Start start -> moves.startedAgain(start);
            case Input.Undo undo -> moves.undo(undo);
            case Input.Reply reply -> moves.reply(reply);
            case Input.Failure failure -> moves.failure(failure);
            case Input.CancelRequest cancel -> moves.cancel(cancel);
            case Input.Check check -> over ? over() : new Checking<>(draft).check();
            case Input.Unsendable unsendable -> over ? over() : moves.unsendable(unsendable);
            case Input.Release release -> over ? over() : operations.release();
            case Input.Retry retry -> over ? over() : operations.retry(retry);
            case Input.Compensate compensate -> over ? over() : operations.compensate(compensate);
            case Input.Resolve resolve -> over ? over() : operations.resolve(resolve);
            case Input.Skip skip -> over ? over() : operations.skip(skip);
            case Input.Pause pause -> over ? over() : operations.pause(pause);
            case Input.Resume resume -> over ? over() : operations.resume(resume);
        };
    }

    private static Decision over() {
        return new Ignored(Reason.SAGA_OVER);
    }
}
