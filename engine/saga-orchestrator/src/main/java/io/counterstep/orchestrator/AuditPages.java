package io.counterstep.orchestrator;

import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.message.Participant;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.UnreadableMessageException;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts the pages that participants answer an audit with where the {@link Auditor} finds them. Thread-safe. */
final class AuditPages {

    private final Map<String, Participant> participants;
    private final boolean strict;
    private final AuditStore store;

    /** @param strict refuse pages that are not on their participant's event topic */
    AuditPages(SagaDefinitions definitions, boolean strict, JdbcTemplate jdbc) {
        this.participants = Auditor.participants(definitions);
        this.strict = strict;
        this.store = new AuditStore(jdbc);
    }

    static boolean isPage(IncomingMessage message) {
        return message.type().equals(LedgerPage.TYPE.name());
    }

    /** @throws UnreadableMessageException if it is no page that anybody could have asked for */
    void require(IncomingMessage message) {
        LedgerPage page = message.body().as(LedgerPage.TYPE);
        if (page.run() == null || page.participant() == null) {
            throw new UnreadableMessageException(message.type() + " names no run or no participant");
        }
        Participant participant = participants.get(page.participant());
        if (strict && participant != null && !message.record().topic().equals(participant.eventTopic())) {
            throw new UnreadableMessageException(message.type() + " is answered on " + participant.eventTopic()
                    + ", not on " + message.record().topic() + " (counterstep.strict-topics is on)");
        }
    }

    /**
     * Runs in the caller's transaction.
     *
     * @return false if nobody waits for it: a duplicate, or another orchestrator's
     */
    boolean take(IncomingMessage message) {
        LedgerPage page = message.body().as(LedgerPage.TYPE);
        return store.answer(
                String.valueOf(page.run()),
                String.valueOf(page.participant()),
                page.question(),
                message.body().toString());
    }
}
