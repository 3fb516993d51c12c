package io.counterstep.participant;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ledger's entries that one batch is about, from their loading to their saving. Used by one thread. */
final class LedgerSession {

    private final JdbcLedger ledger;
    private final MessageFormat format;
    private final Map<LedgerKey, LedgerEntry<StoredAnswer>> entries;
    private final Set<LedgerKey> loaded;
    private final @Nullable Instant since;
    private final Map<LedgerKey, LedgerEntry<StoredAnswer>> changed = new LinkedHashMap<>();

    /** @param since what was done because of earlier commands may be forgotten; null if nothing is */
    LedgerSession(JdbcLedger ledger, MessageFormat format, List<IncomingCommand<?>> commands, @Nullable Instant since) {
        this.ledger = ledger;
        this.format = format;
        this.entries = ledger.load(commands.stream().map(IncomingCommand::key).toList());
        this.loaded = Set.copyOf(entries.keySet());
        this.since = since;
    }

    /** A command with its answer. */
    record Answered(IncomingCommand<?> command, Reply reply) {}

    sealed interface Reply {
        record First(StoredAnswer answer) implements Reply {}

        record Again(StoredAnswer answer) implements Reply {}

        record Late() implements Reply {}

        record Purged() implements Reply {}
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
                case LedgerVerdict.RefusePurged<StoredAnswer> purged ->
                    answers.add(new Answered(command, new Reply.Purged()));
            }
        }
        if (!toExecute.isEmpty()) {
            execute(toExecute.getFirst().handler(), toExecute, answers);
        }
        return answers;
    }

    private LedgerEntry<StoredAnswer> entry(IncomingCommand<?> command) {
        LedgerEntry<StoredAnswer> entry = entries.get(command.key());
        if (entry != null) {
            return entry;
        }
        return isOlderThanTheLedger(command) ? LedgerEntry.purged(false) : LedgerEntry.empty();
    }

    private boolean isOlderThanTheLedger(IncomingCommand<?> command) {
        if (since == null) {
            return false;
        }
        Instant said = Records.timeOf(command.message().record());
        return said != null && said.isBefore(since);
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
                LedgerEntry<StoredAnswer> before = entry(command);
                LedgerEntry<StoredAnswer> after = before.compensationAnswered(answer);
                if (!after.equals(before)) {
                    put(command, after);
                }
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
        Map<LedgerKey, LedgerEntry<StoredAnswer>> fresh = new LinkedHashMap<>();
        Map<LedgerKey, LedgerEntry<StoredAnswer>> known = new LinkedHashMap<>();
        List<LedgerKey> undone = new ArrayList<>();
        changed.forEach((key, entry) -> {
            if (entry.isPurged()) {
                undone.add(key);
            } else {
                (loaded.contains(key) ? known : fresh).put(key, entry);
            }
        });
        ledger.save(fresh, known, undone, now);
    }
}
