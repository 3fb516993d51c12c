package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Ignored;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.SagaState.Active;
import io.counterstep.core.decide.SagaState.NeedsAttention;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one function that decides. It reads no clock, does no I/O, draws no random number and logs nothing: the same
 * arguments always give the same decision. The orchestrator, the test kit and every preview call it.
 *
 * <p>It accepts any input in any state: what does not fit is {@link Ignored} with a reason. It throws only what a
 * definition's own function throws while it builds a command, and what a reply's body throws that does not fit its type.
 */
public final class Decider {

    /** How often a command that must be done may fail technically before a person has to look. */
    public static final int MAX_FAILURES = 10;

    private Decider() {}

    /**
     * @param definition the version that the saga started with
     * @param saga null if there is none yet
     * @throws IllegalArgumentException if the saga started with another definition, or another version of it
     */
    public static Decision decide(SagaDefinition<?> definition, @Nullable SagaInstance saga, Input input, Instant now) {
        if (saga == null) {
            return input instanceof Input.Start start
                    ? Moves.of(definition, now).start(start)
                    : new Ignored(Reason.UNKNOWN_SAGA);
        }
        requireItsOwn(definition, saga);
        Moves<?> moves = Moves.of(definition, now);
        return switch (saga.state()) {
            case Active active -> decide(moves, saga, active, input);
            case NeedsAttention attention -> decide(moves, saga, attention, input);
            case SagaState.Final over -> new Ignored(over(input));
        };
    }

    private static void requireItsOwn(SagaDefinition<?> definition, SagaInstance saga) {
        int version = definition.version().number();
        if (saga.version() != version || !saga.id().definition().equals(definition.name())) {
            throw new IllegalArgumentException("saga " + saga.id() + " started with version " + saga.version() + " of "
                    + saga.id().definition() + ", but version " + version + " of " + definition.name()
                    + " was asked to decide: look the definition up by the saga's version");
        }
    }

    private static boolean isRedelivery(Active active, Input input) {
        return input.cause().filter(active.outstanding().causedBy()::equals).isPresent();
    }

    private static Decision decide(Moves<?> moves, SagaInstance saga, Active active, Input input) {
        if (isRedelivery(active, input)) {
            return moves.repeat(saga, active);
        }
        return switch (input) {
            case Input.Start start -> new Ignored(Reason.DUPLICATE_START);
            case Input.Reply reply -> moves.reply(saga, active, reply);
            case Input.Failure failure -> moves.failure(saga, active, failure);
            case Input.CancelRequest cancel -> moves.cancel(saga, active, cancel);
            case Input.Check check -> moves.check(saga, active);
            case Input.Retry retry -> moves.retry(saga, active, retry);
        };
    }

    /** A stuck saga still takes the confirmation it waits for; otherwise only an operator moves it. */
    private static Decision decide(Moves<?> moves, SagaInstance saga, NeedsAttention attention, Input input) {
        return switch (input) {
            case Input.Start start -> new Ignored(Reason.DUPLICATE_START);
            case Input.Reply reply -> moves.reply(saga, attention.stuck(), reply);
            case Input.Failure failure -> new Ignored(Reason.STALE_REPLY);
            case Input.CancelRequest cancel -> new Ignored(Reason.CANCEL_TOO_LATE);
            case Input.Check check -> new Ignored(Reason.NOTHING_DUE);
            case Input.Retry retry -> moves.retry(saga, attention.stuck(), retry);
        };
    }

    private static Reason over(Input input) {
        return switch (input) {
            case Input.Start start -> Reason.DUPLICATE_START;
            case Input.CancelRequest cancel -> Reason.CANCEL_TOO_LATE;
            case Input.Reply reply -> Reason.STALE_REPLY;
            case Input.Failure failure -> Reason.STALE_REPLY;
            case Input.Check check -> Reason.SAGA_OVER;
            case Input.Retry retry -> Reason.SAGA_OVER;
        };
    }
}
