package io.counterstep.core.decide;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;

/** A command ready to be published, keyed by the saga's business key. */
public record OutgoingCommand(CommandId id, Command<?> command, Object payload) {}
