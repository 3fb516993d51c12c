package io.counterstep.orchestrator;

import io.counterstep.core.decide.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where commands pass, or are held: all those to one participant, or all those of one definition's sagas.
 *
 * @param since when it came into that state
 * @param by who brought it there; {@value #ENGINE} if nobody did
 * @param heardAt when the participant last answered anything, about to the second; null if it never did
 * @param silences how many commands it left unanswered beyond their time since then
 * @param nextAt when the next commands may be let go; null if now
 * @param probes how many sagas it was tried with since it tripped
 * @param pace so many commands a second it lets go of those it held; 0 before the first
 */
public record Gate(
        Kind kind,
        String name,
        State state,
        Instant since,
        String by,
        String why,
        @Nullable Instant heardAt,
        int silences,
        @Nullable Instant nextAt,
        int probes,
        int pace) {

    /** Who acts where no operator does. */
    public static final String ENGINE = "engine";

    /** What stands behind a gate, by its stored name. */
    public enum Kind {
        PARTICIPANT,
        DEFINITION
    }

    /**
     * By their stored names:
     *
     * <pre>
     *  FLOWING ──too much silence──▶ TRIPPED ──an answer──▶ RECOVERING ──nothing old is held──▶ FLOWING
     *                                   ▲                       │
     *                                   └────────silence────────┘
     *  each ──an operator──▶ PAUSED ──an operator──▶ RECOVERING ◀──an operator── TRIPPED
     * </pre>
     */
    public enum State {
        /** Open; what was held before and is left over still goes at the paced rate. */
        FLOWING,
        /** Closed by an operator, who alone opens it. */
        PAUSED,
        /** Closed, since a participant does not answer; one saga now and then tries whether it does. */
        TRIPPED,
        /** What is held goes at the paced rate, the oldest first; what is new is held behind it. */
        RECOVERING
    }

    /** What a decision knows it by, see {@link Moment}. */
    String key() {
        return key(kind, name);
    }

    static String key(Kind kind, String name) {
        return switch (kind) {
            case PARTICIPANT -> Moment.participant(name);
            case DEFINITION -> Moment.definition(name);
        };
    }

    boolean isClosed() {
        return state != State.FLOWING;
    }

    boolean heardAfter(Instant moment) {
        return heardAt != null && heardAt.isAfter(moment);
    }

    boolean mayLetGo(Instant now) {
        return nextAt == null || !nextAt.isAfter(now);
    }

    View view(long held, long inFlight) {
        return new View(kind, name, state, since, by, why, heardAt, held, inFlight);
    }

    /** One line of a gate's history. */
    public record Change(Instant at, State from, State to, String by, String why) {}

    /**
     * A gate as an operator sees it.
     *
     * @param held the sagas that wait behind it
     * @param inFlight the commands that it let go and that are not answered yet
     */
    public record View(
            Kind kind,
            String name,
            State state,
            Instant since,
            String by,
            String why,
            @Nullable Instant heardAt,
            long held,
            long inFlight) {

        /** Flowing since ever: nothing has happened to it. */
        static View untouched(Kind kind, String name) {
            return new View(kind, name, State.FLOWING, Instant.EPOCH, ENGINE, "", null, 0, 0);
        }
    }
}
