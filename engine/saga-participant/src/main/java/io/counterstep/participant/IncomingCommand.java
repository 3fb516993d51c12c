package io.counterstep.participant;

import io.counterstep.core.message.Action;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.Request;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.UnreadableMessageException;

/** A message that this participant can execute: its handler is known, its id says saga and step, its body fits. */
record IncomingCommand<C>(IncomingMessage message, CommandId id, Handlers.Handler<C> handler, C payload) {

    /** @throws UnreadableMessageException if it cannot be executed, saying why */
    static IncomingCommand<?> of(IncomingMessage message, Handlers handlers) {
        Handlers.Handler<?> handler = handlers.handlerOf(message.type());
        if (handler == null) {
            throw new UnreadableMessageException(
                    "participant " + handlers.participant().name() + " knows no command " + message.type());
        }
        return of(message, handler);
    }

    private static <C> IncomingCommand<C> of(IncomingMessage message, Handlers.Handler<C> handler) {
        CommandId id = id(message);
        requireFit(id.action(), handler.command());
        return new IncomingCommand<>(
                message, id, handler, message.body().as(handler.command().type()));
    }

    /** @throws UnreadableMessageException if the message's id is no command id of its key */
    static CommandId id(IncomingMessage message) {
        CommandId id;
        try {
            id = CommandId.parse(message.id());
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessageException("header ce_id names no saga and step: " + e.getMessage(), e);
        }
        if (!id.saga().key().equals(message.key())) {
            throw new UnreadableMessageException(
                    "command id " + id + " is of another business key than " + message.key());
        }
        return id;
    }

    private static void requireFit(Action action, Command<?> command) {
        switch (command) {
            case Request<?, ?> request -> {
                if (action == Action.COMPENSATE) {
                    throw new UnreadableMessageException(command.type() + " is a request, but its id says compensate");
                }
            }
            case Instruction<?> instruction -> {} // a compensation or an ending: the action tells
        }
    }

    LedgerKey key() {
        return LedgerKey.of(id);
    }
}
