package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;

/**
 * What an operator may do to a saga, in the words of a test.
 *
 * @param <S> the start message
 * @param <T> the stage that follows: this one
 */
public abstract sealed class Operated<S, T extends Operated<S, T>> permits Acts {

    final Story<S> story;

    Operated(Story<S> story) {
        this.story = story;
    }

    abstract T self();

    /** Given or when, as the story calls it. */
    abstract String stage();

    /** Called after each input with what it was. */
    abstract void happened(String what);

    /** An operator wants the outstanding commands sent now. */
    public T retriedBy(String operator, String why) {
        return hears("RETRY", new Input.Retry(operator, why));
    }

    /** An operator turns the saga back. */
    public T compensatedBy(String operator, String why) {
        return hears("COMPENSATE", new Input.Compensate(operator, why));
    }

    /** An operator takes that reply for the answer that the saga waits for at that step. */
    public <M> T resolvedBy(String operator, String why, String step, MessageType<M> type, M reply) {
        return hears(
                "RESOLVE " + step + " by " + type, new Input.Resolve(step, type.name(), Body.of(reply), operator, why));
    }

    /** An operator goes on without a retriable step. */
    public T skippedBy(String operator, String why, String step) {
        return hears("SKIP " + step, new Input.Skip(step, operator, why));
    }

    /** An operator keeps the saga from saying anything. */
    public T pausedBy(String operator, String why) {
        return hears("PAUSE", new Input.Pause(operator, why));
    }

    /** An operator lets a paused saga go on. */
    public T resumedBy(String operator, String why) {
        return hears("RESUME", new Input.Resume(operator, why));
    }

    /** A check or a virtual participant's answer, which may well be stale. */
    void happenedByItself(String what) {
        story.log(stage(), what);
    }

    T hears(String what, Input input) {
        story.hear(input);
        happened(what);
        return self();
    }
}
