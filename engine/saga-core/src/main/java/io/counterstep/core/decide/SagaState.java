package io.counterstep.core.decide;

/**
 * Where a saga stands. Only the transitions drawn here exist, because only {@link Decider} makes states and each type
 * offers only what may follow:
 *
 * <pre>
 *  Running ──last step──▶ Completing ──confirmed──▶ Completed
 *     │ refused, timed out, canceled by the customer
 *     ▼
 *  Compensating ──first step undone──▶ Canceling ──confirmed──▶ Canceled
 *
 *  Completing, Compensating, Canceling ──▶ NeedsAttention ──by an operator──▶ back
 * </pre>
 */
public sealed interface SagaState {

    /** The state's stable name, as it is stored and shown. */
    Status status();

    /** A saga that waits for the answer to a command. */
    sealed interface Active extends SagaState {

        Outstanding outstanding();

        /** This state, waiting for that instead. */
        Active waitingFor(Outstanding outstanding);
    }

    /** A saga on its way back, with the reason why. */
    sealed interface TurnedBack extends Active {
        String reason();
    }

    /** A saga that is over; nothing follows. */
    sealed interface Final extends SagaState {}

    /** Waits for a step's reply. */
    record Running(Outstanding outstanding) implements Active {
        @Override
        public Status status() {
            return Status.RUNNING;
        }

        @Override
        public Running waitingFor(Outstanding other) {
            return new Running(other);
        }
    }

    /** Every step took effect; waits for the completion to be confirmed. There is no way back from here. */
    record Completing(Outstanding outstanding) implements Active {
        @Override
        public Status status() {
            return Status.RUNNING;
        }

        @Override
        public Completing waitingFor(Outstanding other) {
            return new Completing(other);
        }
    }

    /** Waits for a compensation to be confirmed. */
    record Compensating(Outstanding outstanding, String reason) implements TurnedBack {
        @Override
        public Status status() {
            return Status.COMPENSATING;
        }

        @Override
        public Compensating waitingFor(Outstanding other) {
            return new Compensating(other, reason);
        }
    }

    /** Everything is undone; waits for the cancellation to be confirmed. */
    record Canceling(Outstanding outstanding, String reason) implements TurnedBack {
        @Override
        public Status status() {
            return Status.COMPENSATING;
        }

        @Override
        public Canceling waitingFor(Outstanding other) {
            return new Canceling(other, reason);
        }
    }

    /** Something that must happen keeps failing; a person has to look. A late confirmation still counts. */
    record NeedsAttention(Active stuck, String why) implements SagaState {
        @Override
        public Status status() {
            return Status.NEEDS_ATTENTION;
        }
    }

    /** Over, with every step in effect. */
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
