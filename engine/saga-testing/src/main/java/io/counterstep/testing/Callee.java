package io.counterstep.testing;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.participant.Handlers;

/** What stands behind a ledger and does, or refuses, what it is told. */
interface Callee {

    String name();

    boolean handles(Command<?> command);

    /** The reply, or the confirmation of an instruction. */
    Object call(Command<?> command, Object payload);

    /** The handlers of the service itself. */
    static Callee of(Handlers handlers) {
        return new Callee() {
            @Override
            public String name() {
                return handlers.participant().name();
            }

            @Override
            public boolean handles(Command<?> command) {
                return handlers.handles(command);
            }

            @Override
            public Object call(Command<?> command, Object payload) {
                return handlers.call(command, payload);
            }
        };
    }

    /** One that does whatever it is told, and says so by samples. */
    static Callee agreeing(String participant, Samples samples) {
        return new Callee() {
            @Override
            public String name() {
                return participant;
            }

            @Override
            public boolean handles(Command<?> command) {
                return command.participant().name().equals(participant);
            }

            @Override
            public Object call(Command<?> command, Object payload) {
                MessageType<?> reply = switch (command) {
                    case Request<?, ?> request -> request.success();
                    case Instruction<?> instruction -> instruction.confirmedBy();
                };
                return samples.of(reply);
            }
        };
    }
}
