package io.counterstep.core.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from an input. The runtime saves, then publishes; it decides nothing itself. */
public sealed interface Decision {

    /**
     * The saga moves: save it with its transition, publish the commands.
     *
     * @param transition the line for its history; null if there is none to write, because a command that nobody answered
     *     for long was only sent once more
     * @param reply what the parent is told; null if there is no parent, or nothing to tell
     */
    record Moved(
            SagaInstance saga,
            @Nullable Transition transition,
            List<OutgoingCommand> commands,
            @Nullable OutgoingReply reply)
            implements Decision {}

    /** Nothing changes, but what was said may have been lost: publish it again. */
    record Repeated(
            List<OutgoingCommand> commands, @Nullable OutgoingReply reply) implements Decision {}

    /** Nothing follows; the reason is counted, and told to an operator. */
    record Ignored(Reason reason) implements Decision {}

    /** Why an input was ignored; the names are metric tags. */
    enum Reason {
        DUPLICATE_START("the saga has started before"),
        UNKNOWN_SAGA("there is no such saga"),
        STALE_REPLY("the saga does not wait for that reply"),
        AMBIGUOUS_REPLY("several commands are answered by that type: say which one it answers"),
        SAGA_OVER("the saga is over"),
        CANCEL_TOO_LATE("the saga is past its pivot, or turned back already"),
        NOTHING_DUE("nothing is due"),
        NOT_WAITING("the saga does not wait for that step"),
        NO_SUCH_REPLY("the step is not answered by that type"),
        NOT_RETRIABLE("only a retriable step can be skipped"),
        NOT_PAUSED("the saga is not paused"),
        PAUSED("the saga is paused: resume it first");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }
}
