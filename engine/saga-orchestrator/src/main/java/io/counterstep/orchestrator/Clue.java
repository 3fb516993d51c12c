package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.message.Participant;
import io.counterstep.messaging.Whereabouts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a saga waits for, with all that was looked up about it.
 *
 * @param outstanding what it is
 * @param called what is said for it; null if nothing is, or the saga's version is not here
 * @param answers the message types that end the wait; empty if the version is not here
 * @param found where its command stands on Kafka; null if that was not asked
 * @param letters the dead letters that are about it
 * @param gate the gate that keeps it back; null if none does, or nothing is known of it
 * @param child the saga that has to end first; null if none has to
 * @param operations what an operator can do
 */
record Clue(
        Outstanding outstanding,
        @Nullable Called called,
        List<String> answers,
        Whereabouts.@Nullable Found found,
        List<ParkedLetter.Summary> letters,
        @Nullable Gate gate,
        Why.@Nullable Child child,
        List<String> operations) {

    /**
     * What is said.
     *
     * @param key the record's; null if the definition's function for it throws
     */
    record Called(
            String type, Participant participant, @Nullable String key) {}

    /** As a sentence names it. */
    String what() {
        return called == null ? "the command of '" + outstanding.step() + "'" : called.type();
    }

    /** The newest dead letter that nobody has dealt with yet. */
    Optional<ParkedLetter.Summary> openLetter() {
        return letters.stream()
                .filter(it -> switch (it.state()) {
                    case PARKED, REPLAYING -> true;
                    case REPLAYED, DISCARDED -> false;
                })
                .findFirst();
    }
}
