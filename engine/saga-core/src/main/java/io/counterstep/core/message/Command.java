package io.counterstep.core.message;

/** What an orchestrator may tell a participant. */
public sealed interface Command<C> permits Request, Instruction {

    Participant participant();

    MessageType<C> type();

    /** True if a message of that type answers this command. */
    boolean isAnsweredBy(String type);
}
