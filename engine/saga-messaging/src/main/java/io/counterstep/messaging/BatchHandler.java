package io.counterstep.messaging;

import java.util.List;

/** What a party does with its messages. Called by the {@link BatchLoop}, never by two threads for one partition. */
public interface BatchHandler {

    /**
     * Does the work of a batch inside one transaction, which it makes READ COMMITTED by {@link FreshPlans#beginWith}, and
     * says what follows; the answer is published after the commit. May be called again for the same messages: after a
     * rollback, after a crash.
     *
     * @throws RuntimeException to roll back; the batch is then tried again or taken apart, see {@link BatchLoop}
     */
    Outcome handle(List<IncomingMessage> batch);

    /** Whether what cannot be read becomes a dead letter; false where another loop reads the same records. */
    default boolean putsUnreadableAside() {
        return true;
    }

    /** What to tell others about a message that cannot be handled, besides its dead letter. */
    List<OutgoingMessage> giveUp(IncomingMessage poison, String reason);

    /**
     * @param rejected messages that this handler has no use for, each with the reason; they become dead letters
     */
    record Outcome(List<OutgoingMessage> messages, List<DeadLetter> rejected) {}
}
