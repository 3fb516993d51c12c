package io.counterstep.core.decide;

import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;

/** What a saga that is over tells its parent, on the event topic of {@link io.counterstep.core.definition.ChildSagas}. */
public record OutgoingReply(CommandId inReplyTo, MessageType<?> type, Object payload) {

    /** The record's key: the parent's business key. */
    public String key() {
        return inReplyTo.saga().key();
    }
}
