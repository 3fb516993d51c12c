package io.counterstep.core.decide;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a saga stands. Only the transitions drawn here exist, because only {@link Decider} makes states and each type
 * offers only what may follow:
 *
 * <pre>
 *  Running ──last step──▶ Completing ──confirmed──▶ Completed
 *     │ refused, timed out, canceled                   │ undone by its parent
 *     ▼                                                ▼
 *  Compensating ──first step undone──▶ Canceling ──confirmed──▶ Canceled
 *
 *  each of them but the final ones ──▶ NeedsAttention ──answered, or by an operator──▶ back
 *                                  ──▶ Paused ──by an operator──▶ back
 * </pre>
 */
public sealed interface SagaState {

    /** The state's stable name, as it is stored and shown. */
    Status status();

    /** Why it turned back; null as long as it has not. */
    default @Nullable String reason() {
        return null;
    }

    /** A saga that waits for answers. */
    sealed interface Active extends SagaState {

        /** What it waits for; never empty. */
        List<Outstanding> waits();
    }

    /** A saga on its way back, with the reason why. */
    sealed interface TurnedBack extends Active {
        @Override
        String reason();
    }

    /** A saga that is over; nothing follows, unless a parent undoes it. */
    sealed interface Final extends SagaState {}

    /** Waits for the replies to the steps of one stage. */
    record Running(List<Outstanding> waits) implements Active {
        public Running {
            waits = List.copyOf(waits);
        }

        @Override
        public Status status() {
            return Status.RUNNING;
        }
    }

    /** Every step is done; waits for the completion to be confirmed. There is no way back from here. */
    record Completing(List<Outstanding> waits) implements Active {
        public Completing {
            waits = List.copyOf(waits);
        }

        @Override
        public Status status() {
            return Status.RUNNING;
        }
    }

    /** Waits for the compensations of one stage to be confirmed. */
    record Compensating(List<Outstanding> waits, String reason) implements TurnedBack {
        public Compensating {
            waits = List.copyOf(waits);
        }

        @Override
        public Status status() {
            return Status.COMPENSATING;
        }
    }

    /** Everything is undone; waits for the cancellation to be confirmed. */
    record Canceling(List<Outstanding> waits, String reason) implements TurnedBack {
        public Canceling {
            waits = List.copyOf(waits);
        }

        @Override
        public Status status() {
            return Status.COMPENSATING;
        }
    }

    /**
     * Something that must happen does not; a person has to look. A late answer still counts, and what was met by silence
     * is still said now and then, so that the saga may recover by itself.
     */
    record NeedsAttention(Active stuck) implements SagaState {
        @Override
        public Status status() {
            return Status.NEEDS_ATTENTION;
        }

        @Override
        public @Nullable String reason() {
            return stuck.reason();
        }

        /** What is wrong, for people. */
        public String why() {
            return stuck.waits().stream()
                    .filter(it -> it.stuck() != null)
                    .map(it -> it.step() + ": " + it.stuck())
                    .collect(Collectors.joining("; "));
        }
    }

    /** An operator has paused it: replies are taken, but nothing is said until it is resumed. */
    record Paused(Active held) implements SagaState {
        @Override
        public Status status() {
            return Status.PAUSED;
        }

        @Override
        public @Nullable String reason() {
            return held.reason();
        }
    }

    /** Over, with every step done. */
    record Completed() implements Final {
        @Override
        public Status status() {
            return Status.COMPLETED;
        }
    }

    /** Over, with every step undone. */
    record Canceled(String reason) implements Final {
        @Override
        public Status status() {
            return Status.CANCELED;
        }
    }
}
