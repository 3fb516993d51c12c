package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import java.time.Duration;

/**
 * What may happen to a saga, in the words of a test. Each message comes as a record of its own, unless it is
 * {@link #redelivered}.
 *
 * @param <S> the start message
 * @param <T> the stage that follows: this one
 */
public abstract sealed class Acts<S, T extends Acts<S, T>> permits Given, When {

    final Story<S> story;

    Acts(Story<S> story) {
        this.story = story;
    }

    abstract T self();

    /** Called after each input with what it was. */
    abstract void happened(String what);

    /** The event that starts the saga with that business key. */
    public T started(String key, S event) {
        return hears(
                story.definition.startedBy().type().name(), new Input.Start(key, Body.of(event), story.nextDelivery()));
    }

    /**
     * A participant's reply to the latest command that it answers.
     *
     * @throws AssertionError if no command was said that such a reply answers
     */
    public <M> T replied(MessageType<M> type, M reply) {
        OutgoingCommand asked = story.latestAnsweredBy(type);
        return hears(type.name(), new Input.Reply(type.name(), Body.of(reply), asked.id(), story.nextDelivery()));
    }

    /** A reply that does not say what it answers, as a foreign producer sends it. */
    public <M> T repliedByForeigner(MessageType<M> type, M reply) {
        return hears(
                type.name() + " of a foreign producer",
                new Input.Reply(type.name(), Body.of(reply), null, story.nextDelivery()));
    }

    /**
     * The confirmation of the compensation or ending that the saga waits for.
     *
     * @throws AssertionError if it waits for something else
     */
    public T confirmed() {
        OutgoingCommand asked = story.awaited();
        return switch (asked.command()) {
            case Instruction<?> instruction -> {
                String type = instruction.confirmedBy().name();
                Body body = Body.of(confirmation(instruction, asked.payload()));
                yield hears(type, new Input.Reply(type, body, asked.id(), story.nextDelivery()));
            }
            case Request<?, ?> request ->
                throw new AssertionError("a request is answered, not confirmed: the saga waits for the reply to "
                        + asked.id() + ", tell it by replied(...)");
        };
    }

    private static <C> Object confirmation(Instruction<C> instruction, Object payload) {
        return instruction.confirmation().apply(Body.of(payload).as(instruction.type()));
    }

    /** A technical failure of the command that the saga waits for. */
    public T failedTechnically(String reason) {
        return hears("TECHNICAL_FAILURE", new Input.Failure(story.awaited().id(), reason, story.nextDelivery()));
    }

    /**
     * The customer's wish to cancel.
     *
     * @throws AssertionError if the definition has no such event
     */
    public T cancelRequested() {
        String type = story.cancelType();
        return hears(type, new Input.CancelRequest(type, story.nextDelivery()));
    }

    /** The very record of the last message once more, as after a crash. */
    public T redelivered() {
        return hears("the same record", story.lastDelivered());
    }

    /** The last message once more, as another record. */
    public T duplicated() {
        return hears("a duplicate", Story.as(story.lastDelivered(), story.nextDelivery()));
    }

    /** An operator wants the outstanding command sent now. */
    public T retriedBy(String operator, String why) {
        return hears("RETRY", new Input.Retry(operator, why));
    }

    /** Time passes, and each check fires at the moment it is due. */
    public T timePasses(Duration duration) {
        story.timePasses(duration, it -> happened(it));
        return self();
    }

    /** A check fires now, due or not. */
    public T checkFires() {
        return hears("CHECK", new Input.Check());
    }

    private T hears(String what, Input input) {
        story.hear(input);
        happened(what);
        return self();
    }
}
