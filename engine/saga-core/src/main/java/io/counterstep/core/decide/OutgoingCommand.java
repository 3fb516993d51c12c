package io.counterstep.core.decide;

import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;

/**
 * A command ready to be published.
 *
 * @param key the record's key
 */
public record OutgoingCommand(CommandId id, String key, Command<?> command, Object payload) {}
