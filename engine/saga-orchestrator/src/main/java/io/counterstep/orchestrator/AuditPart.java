package io.counterstep.orchestrator;

import io.counterstep.orchestrator.Audit.Pass;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an audit is with one participant.
 *
 * @param store the database whose sagas are read
 * @param afterSaga the last one that was looked at; null at the beginning of a pass
 * @param afterEnd when that saga ended
 * @param question the number of the one that is asked, or is asked next
 * @param attempts how often it was asked
 * @param askedAt when it was asked last; null if it is not asked yet
 * @param until what happened later may still be in motion
 * @param asked the sagas that it names
 * @param page its answer; null until it is there
 * @param retryAt when what has failed is tried again; null if nothing has
 * @param problem why it failed
 */
record AuditPart(
        String participant,
        Pass pass,
        int store,
        @Nullable String afterSaga,
        @Nullable Instant afterEnd,
        int question,
        int attempts,
        @Nullable Instant askedAt,
        @Nullable Instant until,
        List<String> asked,
        @Nullable String page,
        long lookedAt,
        @Nullable Instant retryAt,
        @Nullable String problem) {

    boolean isOver() {
        return switch (pass) {
            case LEDGER, SAGAS -> false;
            case DONE, SILENT, FAILED -> true;
        };
    }

    boolean rests(Instant now) {
        return retryAt != null && now.isBefore(retryAt);
    }

    /** Asked once more than before. */
    AuditPart asked(Instant now, List<String> sagas, @Nullable Instant until) {
        return with(pass, store, afterSaga, afterEnd, question, attempts + 1, now, until, sagas, lookedAt);
    }

    /** Behind the page that was answered. */
    AuditPart compared(Pass next, @Nullable String last, int rows) {
        return with(next, store, last, afterEnd, question + 1, 0, null, null, List.of(), lookedAt + rows);
    }

    /** Behind the sagas that were read. */
    AuditPart moved(Pass next, int nextStore, @Nullable AuditedSaga last, int sagas) {
        String saga = last == null ? null : last.saga().id().toString();
        Instant ended = last == null ? null : last.endedAt();
        return with(next, nextStore, saga, ended, question, 0, null, null, List.of(), lookedAt + sagas);
    }

    AuditPart silent() {
        return with(Pass.SILENT, store, afterSaga, afterEnd, question, attempts, null, null, List.of(), lookedAt);
    }

    /** What goes on has no answer yet, and no longer fails. */
    private AuditPart with(
            Pass pass,
            int store,
            @Nullable String afterSaga,
            @Nullable Instant afterEnd,
            int question,
            int attempts,
            @Nullable Instant askedAt,
            @Nullable Instant until,
            List<String> asked,
            long lookedAt) {
        return new AuditPart(
                participant,
                pass,
                store,
                afterSaga,
                afterEnd,
                question,
                attempts,
                askedAt,
                until,
                asked,
                null,
                lookedAt,
                null,
                null);
    }
}
