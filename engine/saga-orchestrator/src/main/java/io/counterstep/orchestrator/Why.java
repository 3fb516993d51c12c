package io.counterstep.orchestrator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a saga is where it is, as people and programs see it.
 *
 * @param sentence the whole in one sentence or two, for people
 * @param waits one for each thing that it waits for; empty once it is over
 */
public record Why(String saga, String state, String sentence, List<Wait> waits) {

    /** Why something takes its time, by its stable name; what is more pressing comes first. */
    public enum Reason {
        /** A person has to look. */
        STUCK,
        /** An operator has paused the saga. */
        PAUSED,
        /** A closed gate keeps the command back. */
        HELD_BY_GATE,
        /** The participant could not do it, and is asked again. */
        FAILED_AND_RETRIED,
        /** The command, or what was said in answer to it, lies among the dead letters. */
        DEAD_LETTER,
        /** This instance does not run the saga's version, so it cannot say more. */
        VERSION_NOT_HERE,
        /** No consumer group has got past the command yet. */
        NOT_READ,
        /** Some consumer group has got past the command, and no answer has come. */
        NOT_ANSWERED,
        /** It was sent and is not answered; whether it was read is not known. */
        SENT,
        /** Another saga has to end first. */
        CHILD,
        /** An event has to come: a person's word, or another system's. */
        AWAITS_EVENT
    }

    /**
     * One thing that it waits for.
     *
     * @param action invoke or compensate
     * @param command null if nothing is said, or this instance does not run the saga's version
     * @param consumers who reads the command's partition; empty if that is not known
     * @param answers the message types that end the wait
     * @param child the saga that has to end first; null if none has to
     * @param nextCheckAt when it is looked at next; null if only a message or a person changes anything
     * @param deadlineAt when it, or the whole saga, counts as timed out; null if never
     * @param then what happens then, for people
     * @param operations what an operator can do, by the names of the operations
     */
    public record Wait(
            String step,
            String action,
            Reason reason,
            String sentence,
            @Nullable Command command,
            List<Consumer> consumers,
            List<Letter> deadLetters,
            @Nullable Gate gate,
            List<String> answers,
            @Nullable Child child,
            @Nullable Instant nextCheckAt,
            @Nullable Instant deadlineAt,
            String then,
            List<String> operations) {}

    /**
     * What was said, or is to be said.
     *
     * @param saidAt when it was decided on first; null if it was not said yet
     * @param lastSaidAt when last
     * @param attempts how often, since an operator or a gate let it go last
     * @param failures how often a technical failure answered it
     * @param lastFailure what the last of them said; null if there was none
     * @param offset where it stands first
     * @param found what could not be found out about it on Kafka, and why; null if all was
     */
    public record Command(
            String id,
            String type,
            String participant,
            @Nullable Instant saidAt,
            @Nullable Instant lastSaidAt,
            int attempts,
            int failures,
            @Nullable String lastFailure,
            String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable String found) {}

    /**
     * A consumer group on the command's partition.
     *
     * @param committed from where it would go on
     * @param hasRead whether that is behind the command; null if it is not known where that stands
     */
    public record Consumer(
            String group,
            long committed,
            long lag,
            @Nullable Boolean hasRead) {}

    /** A dead letter that is about it. */
    public record Letter(long id, ParkedLetter.State state, String reason) {}

    /** The gate that keeps it back. */
    public record Gate(
            io.counterstep.orchestrator.Gate.Kind kind,
            String name,
            io.counterstep.orchestrator.Gate.State state,
            Instant since,
            String by,
            String why) {}

    /**
     * The saga that has to end first.
     *
     * @param state null if it has not begun
     * @param step what that waits for
     */
    public record Child(
            String saga, @Nullable String state, @Nullable String step) {}
}
