package io.counterstep.testing;

/**
 * A protection taken away, to see that a simulation or an exploration would notice: a check that never failed proves nothing. Each leads to
 * a violation within few schedules; not for production tests of a definition.
 */
public enum Sabotage {
    /** Participants execute a request as often as it arrives. */
    LEDGER_OFF,
    /** Participants execute a request that comes behind its compensation. */
    TOMBSTONE_OFF,
    /** Participants call the compensation's handler although there is nothing to undo. */
    COMPENSATION_WITHOUT_EFFECT,
    /** No check fires. */
    CHECKS_OFF,
    /** Compensations are said all at once when a saga turns back, whatever their order. */
    UNDO_ORDER_OFF,
    /** A redelivered record does not make the orchestrator repeat what it said. */
    RE_EMISSION_OFF,
    /** Any stale record makes the orchestrator repeat what it said, not only the one that caused it. */
    RE_EMISSION_FOR_ANY,
    /** A success that comes after its step timed out puts the saga forward again. */
    LATE_REPLY_ACCEPTED,
    /** Any reply is taken for the one that the saga waits for. */
    ANY_REPLY_ACCEPTED
}
