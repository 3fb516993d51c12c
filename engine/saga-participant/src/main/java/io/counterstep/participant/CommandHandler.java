package io.counterstep.participant;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.TechnicalFailure;
import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.JsonBody;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.UnreadableMessageException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A participant's side of the loop: commands in, replies out. What the ledger knows is answered from it; what is new is
 * handled, and remembered in the same transaction. Thread-safe.
 */
public final class CommandHandler implements BatchHandler {

    /** The most characters of a technical failure's reason: an exception's message may hold anything. */
    private static final int MAX_REASON = 2_000;

    private final String loop;
    private final Handlers handlers;
    private final JdbcLedger ledger;
    private final LedgerPages pages;
    private final LedgerMemory memory;
    private final MessageFormat format;
    private final LoopObserver observer;
    private final InstantSource clock;

    /**
     * @param loop this party's name in logs and metrics
     * @param memory how long the ledger remembers, as its {@link LedgerRetention} was told
     */
    public CommandHandler(
            String loop,
            Handlers handlers,
            JdbcTemplate jdbc,
            LedgerMemory memory,
            MessageFormat format,
            LoopObserver observer,
            InstantSource clock) {
        this.loop = loop;
        this.handlers = handlers;
        this.ledger = new JdbcLedger(jdbc, format);
        this.pages = new LedgerPages(jdbc, handlers, memory);
        this.memory = memory;
        this.format = format;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public Outcome handle(List<IncomingMessage> batch) {
        List<DeadLetter> rejected = new ArrayList<>();
        List<OutgoingMessage> replies = new ArrayList<>(batch.size());
        List<IncomingCommand<?>> commands = new ArrayList<>(batch.size());
        List<IncomingMessage> audits = new ArrayList<>();
        for (IncomingMessage message : batch) {
            try {
                if (message.type().equals(LedgerAudit.TYPE.name())) {
                    audits.add(requireMine(message));
                    continue;
                }
                commands.add(IncomingCommand.of(message, handlers));
            } catch (UnreadableMessageException unreadable) {
                DeadLetter letter = DeadLetter.of(message.record(), unreadable);
                rejected.add(letter);
                replies.addAll(giveUp(message, letter.reason()));
            }
        }
        if (!commands.isEmpty()) {
            LedgerSession session = new LedgerSession(ledger, format, commands, memory.since(clock.instant()));
            for (List<IncomingCommand<?>> wave : Waves.of(commands)) {
                session.answer(wave).forEach(it -> replies.add(reply(it)));
            }
            session.save(clock.instant());
        }
        audits.forEach(it -> replies.add(page(it)));
        return new Outcome(replies, rejected);
    }

    private IncomingMessage requireMine(IncomingMessage message) {
        LedgerAudit asked = message.body().as(LedgerAudit.TYPE);
        if (!handlers.participant().name().equals(asked.participant())) {
            throw new UnreadableMessageException(message.type() + " asks participant '" + asked.participant()
                    + "', this is " + handlers.participant().name());
        }
        return message;
    }

    private OutgoingMessage page(IncomingMessage message) {
        LedgerPage page = pages.read(message.body().as(LedgerAudit.TYPE), clock.instant());
        String type = LedgerPage.TYPE.name();
        JsonBody body = format.encode(message.key(), type, page);
        return new OutgoingMessage(
                handlers.participant().eventTopic(),
                message.key(),
                type,
                message.id() + "/page",
                null,
                message.trace(),
                body);
    }

    /** The saga is told, if the message says which: it will send the command again, or turn back. */
    @Override
    public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
        try {
            CommandId id = IncomingCommand.id(poison);
            return List.of(failure(poison, id, reason));
        } catch (UnreadableMessageException noCommand) {
            observer.ignored(loop, "NO_SAGA_TO_TELL");
            return List.of();
        }
    }

    private OutgoingMessage reply(LedgerSession.Answered answered) {
        IncomingCommand<?> command = answered.command();
        return switch (answered.reply()) {
            case LedgerSession.Reply.Late late -> {
                observer.ignored(loop, "LATE_REQUEST");
                yield failure(
                        command.message(), command.id(), "the request came after its compensation and is refused");
            }
            case LedgerSession.Reply.Purged purged -> {
                observer.ignored(loop, "PURGED_STEP");
                yield failure(
                        command.message(),
                        command.id(),
                        "the request came again after its answer was purged from the ledger and is refused");
            }
            case LedgerSession.Reply.Again again -> {
                observer.ignored(loop, "DUPLICATE_COMMAND");
                yield reply(command, again.answer());
            }
            case LedgerSession.Reply.First first -> reply(command, first.answer());
        };
    }

    private OutgoingMessage reply(IncomingCommand<?> command, StoredAnswer answer) {
        return message(command.message(), command.id(), answer.type(), answer.body(), "reply");
    }

    private OutgoingMessage failure(IncomingMessage message, CommandId id, String reason) {
        String type = TechnicalFailure.TYPE.name();
        String shortened = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        JsonBody body = format.encode(message.key(), type, new TechnicalFailure(shortened));
        return message(message, id, type, body, "failure");
    }

    private OutgoingMessage message(IncomingMessage cause, CommandId id, String type, JsonBody body, String suffix) {
        String topic = handlers.participant().eventTopic();
        return new OutgoingMessage(topic, cause.key(), type, id + "/" + suffix, id, cause.trace(), body);
    }
}
