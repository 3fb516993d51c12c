package io.counterstep.core.audit;

import io.counterstep.core.message.MessageType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a participant for a page of its ledger, on its command topic. Answered by a {@link LedgerPage}, of which nothing
 * depends but the audit: it changes nothing and may be asked again at any time.
 *
 * @param run the audit's token, by which the answer is known again
 * @param participant who is asked
 * @param question its number in that run; the answer bears it too
 * @param sagas about which sagas; null for the next page of the whole ledger, in the order of the participant's database
 * @param after the last saga of the page before; null for the first page
 */
public record LedgerAudit(
        @Nullable String run,
        @Nullable String participant,
        int question,
        @Nullable List<String> sagas,
        @Nullable String after) {

    public static final MessageType<LedgerAudit> TYPE = MessageType.of("LEDGER_AUDIT", LedgerAudit.class);

    /** The most sagas that one question may name. */
    public static final int MAX_SAGAS = 500;

    public LedgerAudit {
        sagas = sagas == null ? null : List.copyOf(sagas);
    }
}
