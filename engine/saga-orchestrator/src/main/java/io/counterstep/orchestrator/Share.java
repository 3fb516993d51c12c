package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import java.util.Set;

/**
 * Which part of what the orchestrator reads one of its loops handles. Starts have a loop of their own, so that they can wait
 * in Kafka while replies do not. What must not overtake its start, a wish to cancel or an event, is handled by both: by the
 * one that finds the saga there.
 */
public enum Share {
    /** All of it, in one loop. */
    ALL,
    /** What starts sagas, and what comes on the same topics and answers no command. */
    STARTS,
    /** All but what starts sagas from the topics that the other loop reads. */
    REST;

    boolean includes(Delivery delivery, Set<String> startTopics) {
        return switch (this) {
            case ALL -> true;
            case STARTS -> answersNoCommand(delivery.input());
            case REST -> !(delivery.input() instanceof Input.Start && isOn(startTopics, delivery));
        };
    }

    /** False if the other loop will tell whether there is such a saga. */
    boolean knowsWhetherItIsForNobody(Delivery delivery, Set<String> startTopics) {
        return this != REST || !answersNoCommand(delivery.input()) || !isOn(startTopics, delivery);
    }

    private static boolean isOn(Set<String> topics, Delivery delivery) {
        return topics.contains(delivery.message().record().topic());
    }

    private static boolean answersNoCommand(Input input) {
        return input instanceof Input.Start
                || input instanceof Input.CancelRequest
                || (input instanceof Input.Reply reply && reply.inReplyTo() == null);
    }
}
