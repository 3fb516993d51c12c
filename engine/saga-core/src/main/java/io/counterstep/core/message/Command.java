package io.counterstep.core.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an orchestrator may tell a participant. */
public sealed interface Command<C> permits Request, Instruction {

    Participant participant();

    MessageType<C> type();

    /** The message types that answer this command, a technical failure aside. */
    List<MessageType<?>> replies();

    /** The one of them by which it is refused; null if it can only be confirmed. */
    @Nullable
    MessageType<?> refusal();

    /** True if a message of that type answers this command. */
    boolean isAnsweredBy(String type);
}
