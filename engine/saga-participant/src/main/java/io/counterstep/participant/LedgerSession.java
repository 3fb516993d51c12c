package io.counterstep.participant;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.messaging.MessageFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ledger's entries that one batch is about, from their loading to their saving. Used by one thread. */
final class LedgerSession {

    private final JdbcLedger ledger;
    private final MessageFormat format;
    private final Map<LedgerKey, LedgerEntry<StoredAnswer>> entries;
    private final Set<LedgerKey> loaded;
    private final Map<LedgerKey, LedgerEntry<StoredAnswer>> changed = new LinkedHashMap<>();

    LedgerSession(JdbcLedger ledger, MessageFormat format, List<IncomingCommand<?>> commands) {
        this.ledger = ledger;
        this.format = format;
        this.entries = ledger.load(commands.stream().map(IncomingCommand::key).toList());
        this.loaded = Set.copyOf(entries.keySet());
    }

    /** A command with its answer. */
    record Answered(IncomingCommand<?> command, Reply reply) {}

    sealed interface Reply {
        record First(StoredAnswer answer) implements Reply {}

        record Again(StoredAnswer answer) implements Reply {}

        record Late() implements Reply {}
    }

    /** Answers commands of one type for different sagas, calling their handler once for all that must be executed. */
    List<Answered> answer(List<IncomingCommand<?>> wave) {
        List<Answered> answers = new ArrayList<>(wave.size());
        List<IncomingCommand<?>> toExecute = new ArrayList<>(wave.size());
        for (IncomingCommand<?> command : wave) {
            switch (LedgerRules.verdict(command.id().action(), entry(command))) {
                case LedgerVerdict.Execute<StoredAnswer> execute -> toExecute.add(command);
                case LedgerVerdict.AnswerAgain<StoredAnswer> again ->
                    answers.add(new Answered(command, new Reply.Again(again.answer())));
                case LedgerVerdict.ConfirmWithoutEffect<StoredAnswer> confirm ->
                    answers.add(new Answered(command, new Reply.First(confirm(command))));
                case LedgerVerdict.RefuseLate<StoredAnswer> late ->
                    answers.add(new Answered(command, new Reply.Late()));
            }
        }
        if (!toExecute.isEmpty()) {
            execute(toExecute.getFirst().handler(), toExecute, answers);
        }
        return answers;
    }

    private LedgerEntry<StoredAnswer> entry(IncomingCommand<?> command) {
        return entries.getOrDefault(command.key(), LedgerEntry.empty());
    }

    private <C> void execute(Handlers.Handler<C> handler, List<IncomingCommand<?>> commands, List<Answered> answers) {
        Class<C> type = handler.command().type().payload();
        List<C> payloads = commands.stream().map(it -> type.cast(it.payload())).toList();
        List<?> replies = handler.batch().apply(payloads);
        if (replies.size() != commands.size()) {
            throw new IllegalStateException("handler of " + handler.command().type() + " got " + commands.size()
                    + " commands but returned " + replies.size() + " replies: return one for each, in their order");
        }
        for (int i = 0; i < commands.size(); i++) {
            answers.add(new Answered(commands.get(i), new Reply.First(store(commands.get(i), replies.get(i)))));
        }
    }

    private StoredAnswer store(IncomingCommand<?> command, Object reply) {
        return switch (command.handler().command()) {
            case Request<?, ?> request -> {
                MessageType<?> type = typeOf(request, reply);
                StoredAnswer answer = encode(command, type, reply);
                put(command, entry(command).requestAnswered(answer, type != request.refusal()));
                yield answer;
            }
            case Instruction<?> instruction -> {
                StoredAnswer answer = encode(command, instruction.confirmedBy(), reply);
                put(
                        command,
                        switch (command.id().action()) {
                            case INVOKE -> entry(command).requestAnswered(answer, true);
                            case COMPENSATE -> entry(command).compensationAnswered(answer);
                        });
                yield answer;
            }
        };
    }

    @SuppressWarnings("unchecked") // the handler was registered with the request, so its replies are of the request's
    private static <R> MessageType<? extends R> typeOf(Request<?, R> request, Object reply) {
        return request.typeOf((R) reply);
    }

    private <C> StoredAnswer confirm(IncomingCommand<C> command) {
        Command<C> said = command.handler().command();
        return switch (said) {
            case Instruction<C> instruction -> {
                Object confirmation = instruction.confirmation().apply(command.payload());
                StoredAnswer answer = encode(command, instruction.confirmedBy(), confirmation);
                put(command, entry(command).compensationAnswered(answer));
                yield answer;
            }
            case Request<C, ?> request ->
                throw new IllegalStateException("request " + request.type() + " cannot compensate");
        };
    }

    private StoredAnswer encode(IncomingCommand<?> command, MessageType<?> type, Object reply) {
        return new StoredAnswer(type.name(), format.encode(command.message().key(), type.name(), reply));
    }

    private void put(IncomingCommand<?> command, LedgerEntry<StoredAnswer> entry) {
        entries.put(command.key(), entry);
        changed.put(command.key(), entry);
    }

    void save(Instant now) {
        Map<LedgerKey, LedgerEntry<StoredAnswer>> fresh = new LinkedHashMap<>(changed);
        Map<LedgerKey, LedgerEntry<StoredAnswer>> known = new LinkedHashMap<>(changed);
        fresh.keySet().removeAll(loaded);
        known.keySet().retainAll(loaded);
        ledger.save(fresh, known, now);
    }
}
