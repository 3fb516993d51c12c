package io.counterstep.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an audit is and what it finds, as it is shown. */
public final class Audit {

    private Audit() {}

    /** What does not fit together. */
    public enum Kind {
        /** Charged yet canceled: the saga has undone the step, or was canceled, and yet its effect is in force. */
        EFFECT_OF_CANCELED_SAGA,
        /** Stock held by a dead saga: in force, and the saga has needed attention for long. */
        EFFECT_OF_DEAD_SAGA,
        /** Completed yet not shipped: the saga counts the step as done, and there is no such effect. */
        EFFECT_MISSING,
        /** In force, and there is and was no saga that it could be of. */
        EFFECT_WITHOUT_SAGA,
        /** The saga is right, but the participant's ledger and its tables contradict each other. */
        LEDGER_DISPUTED
    }

    /** What would put it right. */
    public enum Repair {
        /** The step's compensation is sent to the participant. */
        COMPENSATE,
        /** The step's request is sent to the participant. */
        INVOKE,
        /** The saga is turned back, or tried again if it cannot be. */
        SAGA,
        /** Nothing that the engine could send: the participant's ledger would answer without doing it. */
        BY_HAND
    }

    /** Whether a finding still holds, as far as the last run that could judge it found. */
    public enum State {
        OPEN,
        CLOSED
    }

    /** Whether a run has come to its end. */
    public enum RunState {
        RUNNING,
        /** It came to the end of each participant that is not SILENT or FAILED. */
        DONE,
        /** It could not be brought to its end: what it found is kept, and nothing is closed. */
        FAILED
    }

    /** Where a run is with a participant. */
    public enum Pass {
        /** Its whole ledger is read, and held against the sagas. */
        LEDGER,
        /** The sagas that are over are read, and the ledger is asked about them. */
        SAGAS,
        DONE,
        /** It did not answer: nothing is said about it. */
        SILENT,
        /** What it answered could not be compared: what was found before is kept, and nothing else is said about it. */
        FAILED
    }

    /** One thing that does not fit, before it has a number. */
    record Found(Kind kind, String participant, String saga, String step, String detail, Repair repair) {}

    /**
     * One thing that does not fit.
     *
     * @param step as the participant knows it
     * @param closedAt when a run found it no longer so
     * @param repairs what was sent, the oldest first; empty in lists
     */
    public record Finding(
            long id,
            Kind kind,
            String participant,
            String saga,
            String step,
            String detail,
            Repair repair,
            State state,
            Instant foundAt,
            @Nullable Instant closedAt,
            int repaired,
            List<Sent> repairs) {}

    /**
     * A repair.
     *
     * @param command its id, or the operation on the saga
     */
    public record Sent(Instant at, String by, String why, String command) {}

    /** @param nextCursor null if there are no more */
    public record Findings(List<Finding> findings, @Nullable String nextCursor) {}

    /**
     * Which findings.
     *
     * @param after the id of the last one of the page before; 0 for the first
     */
    public record Filter(
            @Nullable State state,
            @Nullable Kind kind,
            @Nullable String participant,
            @Nullable String saga,
            long after,
            int limit) {

        public static final int DEFAULT_LIMIT = 50;

        /** The most findings in one answer. */
        public static final int MAX_LIMIT = 500;
    }

    /**
     * @param lookedAt ledger rows and sagas so far
     * @param problem why the last try failed; null if it did not
     */
    public record Progress(
            String participant,
            Pass pass,
            long lookedAt,
            @Nullable String problem) {}

    /**
     * One comparison.
     *
     * @param opened how many findings are new
     * @param closed how many are no longer so
     * @param untold how many more there were than are kept
     * @param unjudged of how many effects and open findings it could say nothing: their saga may be forgotten, its version is not
     *     registered here, or their participant did not answer
     * @param problem why the run itself failed last; null if it did not
     */
    public record Run(
            long id,
            RunState state,
            String by,
            String why,
            Duration grace,
            Instant startedAt,
            @Nullable Instant endedAt,
            int opened,
            int closed,
            int untold,
            int unjudged,
            @Nullable String problem,
            List<Progress> participants) {}

    /** @param runs the newest first */
    public record Overview(List<Run> runs, Map<Kind, Integer> open) {}
}
