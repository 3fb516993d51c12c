package io.counterstep.core.audit;

import io.counterstep.core.message.MessageType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a participant's ledger, on its event topic: whole sagas only, so that nobody has to wait for the rest of one.
 *
 * @param run as asked
 * @param participant whose ledger it is
 * @param question as asked
 * @param sagas those of which the ledger knows something
 * @param more whether there may be a page after this one
 * @param since rows that changed last before that may have been purged; null if none are
 */
public record LedgerPage(
        @Nullable String run,
        @Nullable String participant,
        int question,
        List<Steps> sagas,
        boolean more,
        @Nullable Instant since) {

    public static final MessageType<LedgerPage> TYPE = MessageType.of("LEDGER_PAGE", LedgerPage.class);

    @SuppressWarnings("NullAway") // JSON may lack it, whatever the type says
    public LedgerPage {
        sagas = sagas == null ? List.of() : List.copyOf(sagas);
    }

    /** What became of a step, as the ledger has it. */
    public enum Effect {
        /** The request took effect and was not undone. */
        IN_FORCE,
        /** It took effect and was undone. */
        UNDONE,
        /** The request was refused, or undone without having taken effect. */
        REFUSED,
        /** The compensation came first; the request would be refused. */
        TOMBSTONE
    }

    /** One saga's steps. */
    public record Steps(String saga, List<Entry> steps) {
        @SuppressWarnings("NullAway") // JSON may lack it, whatever the type says
        public Steps {
            Objects.requireNonNull(saga, "saga");
            steps = steps == null ? List.of() : List.copyOf(steps);
        }
    }

    /**
     * One row.
     *
     * @param at when it changed last
     * @param exists whether the participant's own tables have the effect; null if nobody looked, then the ledger's word counts
     */
    public record Entry(
            String step,
            Effect effect,
            Instant at,
            @Nullable Boolean exists) {

        public Entry {
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(effect, "effect");
            Objects.requireNonNull(at, "at");
        }

        /** What is really so, as far as anybody knows. */
        public boolean isInForce() {
            return exists == null ? effect == Effect.IN_FORCE : exists;
        }

        /** True if the participant's tables say otherwise than its ledger. */
        public boolean isDisputed() {
            return exists != null && exists != (effect == Effect.IN_FORCE);
        }
    }
}
