package io.counterstep.core.decide;

import java.util.List;

/** What follows from an input. The runtime saves, then publishes; it decides nothing itself. */
public sealed interface Decision {

    /** The saga moves: save it with its transition, publish the commands. */
    record Moved(SagaInstance saga, Transition transition, List<OutgoingCommand> commands) implements Decision {}

    /** Nothing changes, but what was said may have been lost: publish the commands again. */
    record Repeated(List<OutgoingCommand> commands) implements Decision {}

    /** Nothing follows; the reason is counted. */
    record Ignored(Reason reason) implements Decision {}

    /** Why an input was ignored; the names are metric tags. */
    enum Reason {
        DUPLICATE_START,
        UNKNOWN_SAGA,
        STALE_REPLY,
        SAGA_OVER,
        CANCEL_TOO_LATE,
        NOTHING_DUE
    }
}
