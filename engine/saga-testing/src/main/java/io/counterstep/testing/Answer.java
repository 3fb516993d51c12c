package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;

/** What a participant sends back for a command. */
public sealed interface Answer {

    /** The command that it answers. */
    CommandId inReplyTo();

    /** This answer as the orchestrator receives it, by that record. */
    Input.Delivered asInput(String delivery);

    /** A reply or a confirmation. */
    record Replied(CommandId inReplyTo, String type, Object payload) implements Answer {
        @Override
        public Input.Delivered asInput(String delivery) {
            return new Input.Reply(type, Body.of(payload), inReplyTo, delivery);
        }
    }

    /** The command was not handled: the handler threw, or the request came behind its compensation. */
    record FailedTechnically(CommandId inReplyTo, String reason) implements Answer {
        @Override
        public Input.Delivered asInput(String delivery) {
            return new Input.Failure(inReplyTo, reason, delivery);
        }
    }
}
