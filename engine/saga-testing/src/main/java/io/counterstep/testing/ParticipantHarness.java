package io.counterstep.testing;

import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.core.message.SagaId;
import io.counterstep.participant.Handlers;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerRules;
import io.counterstep.participant.LedgerVerdict;
import java.util.HashMap;
import java.util.Map;

/**
 * A participant without Kafka and database: its handlers behind an in-memory ledger, which decides by the same
 * {@link LedgerRules} as the real one. Deliver a command and get the answer; deliver it again and get the same.
 *
 * <p>There is no transaction: a handler that throws keeps what it did to its own objects, but the ledger does not
 * remember it. Not thread-safe.
 */
public final class ParticipantHarness {

    private final Callee callee;
    private final Rules rules;
    private final Map<Step, LedgerEntry<Answer>> ledger = new HashMap<>();

    private final Watcher watcher;

    private record Step(SagaId saga, String name) {}

    /** The ledger's rules, or a broken form of them. */
    interface Rules {
        <A> LedgerVerdict<A> verdict(Action action, LedgerEntry<A> entry);
    }

    /** Sees what really happened: a handler was called and returned. */
    interface Watcher {
        void executed(CommandId command, boolean tookEffect);
    }

    ParticipantHarness(Callee callee, Rules rules, Watcher watcher) {
        this.callee = callee;
        this.rules = rules;
        this.watcher = watcher;
    }

    public static ParticipantHarness of(Handlers handlers) {
        return new ParticipantHarness(Callee.of(handlers), LedgerRules::verdict, (command, tookEffect) -> {});
    }

    /** Delivers the request of that saga's step. */
    public <C> Answer request(SagaId saga, String step, Request<C, ?> request, C payload) {
        return deliver(new OutgoingCommand(new CommandId(saga, step, Action.INVOKE), saga.key(), request, payload));
    }

    /** Delivers the compensation of that saga's step. */
    public <C> Answer compensate(SagaId saga, String step, Instruction<C> compensation, C payload) {
        return deliver(
                new OutgoingCommand(new CommandId(saga, step, Action.COMPENSATE), saga.key(), compensation, payload));
    }

    /**
     * Delivers a command as the orchestrator says it. What a handler throws becomes a technical failure.
     *
     * @throws IllegalArgumentException if no handler handles it: dead-lettered in production, a mistake in a test
     */
    public Answer deliver(OutgoingCommand command) {
        if (!callee.handles(command.command())) {
            throw new IllegalArgumentException("cannot deliver " + command.id() + ": the handlers of "
                    + callee.name() + " do not handle "
                    + command.command().type());
        }
        Step step = new Step(command.id().saga(), command.id().step());
        LedgerEntry<Answer> entry = ledger.getOrDefault(step, LedgerEntry.empty());
        return switch (rules.verdict(command.id().action(), entry)) {
            case LedgerVerdict.Execute<Answer> execute -> execute(step, entry, command);
            case LedgerVerdict.AnswerAgain<Answer> again -> again.answer();
            case LedgerVerdict.ConfirmWithoutEffect<Answer> without -> confirmWithoutEffect(step, entry, command);
            case LedgerVerdict.RefuseLate<Answer> late ->
                new Answer.FailedTechnically(
                        command.id(), command.command().type() + " came behind its compensation; it is not executed");
            case LedgerVerdict.RefusePurged<Answer> purged ->
                new Answer.FailedTechnically(
                        command.id(),
                        command.command().type() + " came after its answer was purged; it is not executed");
        };
    }

    /** Purges the whole ledger, as if all of it were older than {@code counterstep.ledger.keep}: only keys stay. */
    public void purge() {
        ledger.replaceAll((step, entry) -> LedgerEntry.purged(entry.isInForce()));
    }

    private Answer execute(Step step, LedgerEntry<Answer> entry, OutgoingCommand command) {
        Object reply;
        try {
            reply = callee.call(command.command(), command.payload());
        } catch (RuntimeException thrown) {
            return new Answer.FailedTechnically(command.id(), String.valueOf(thrown));
        }
        MessageType<?> type = replyType(command.command(), reply);
        Answer answer = new Answer.Replied(command.id(), type.name(), reply);
        boolean tookEffect = tookEffect(command.command(), type);
        watcher.executed(command.id(), tookEffect);
        ledger.put(
                step,
                switch (command.id().action()) {
                    case INVOKE -> new LedgerEntry<>(answer, tookEffect, entry.compensation());
                    case COMPENSATE ->
                        entry.isPurged()
                                ? LedgerEntry.purged(false)
                                : new LedgerEntry<>(entry.request(), entry.tookEffect(), answer);
                });
        return answer;
    }

    private Answer confirmWithoutEffect(Step step, LedgerEntry<Answer> entry, OutgoingCommand command) {
        Answer answer = switch (command.command()) {
            case Instruction<?> instruction -> confirmation(command, instruction);
            case Request<?, ?> request ->
                throw new IllegalArgumentException("cannot compensate " + command.id() + " by the request "
                        + request.type() + ": a compensation is an instruction");
        };
        ledger.put(step, entry.compensationAnswered(answer));
        return answer;
    }

    private static <C> Answer confirmation(OutgoingCommand command, Instruction<C> instruction) {
        C payload = Body.of(command.payload()).as(instruction.type());
        return new Answer.Replied(
                command.id(),
                instruction.confirmedBy().name(),
                instruction.confirmation().apply(payload));
    }

    private static MessageType<?> replyType(Command<?> command, Object reply) {
        return switch (command) {
            case Request<?, ?> request -> replyTypeOf(request, reply);
            case Instruction<?> instruction -> instruction.confirmedBy();
        };
    }

    /** @throws IllegalArgumentException if the handler returned neither the success nor the refusal */
    private static MessageType<?> replyTypeOf(Request<?, ?> request, Object reply) {
        if (request.success().payload().isInstance(reply)) {
            return request.success();
        }
        if (request.refusal().payload().isInstance(reply)) {
            return request.refusal();
        }
        throw new IllegalArgumentException("the handler of " + request.type() + " must return "
                + request.success().payload().getSimpleName() + " or "
                + request.refusal().payload().getSimpleName() + ", found " + reply);
    }

    private static boolean tookEffect(Command<?> command, MessageType<?> reply) {
        return switch (command) {
            case Request<?, ?> request -> reply.equals(request.success());
            case Instruction<?> instruction -> true;
        };
    }
}
