package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.time.Duration;

/**
 * What may happen to a saga, in the words of a test. Each message comes as a record of its own, unless it is
 * {@link #redelivered}. What operators do is in {@link Operated}.
 *
 * @param <S> the start message
 * @param <T> the stage that follows: this one
 */
public abstract sealed class Acts<S, T extends Acts<S, T>> extends Operated<S, T> permits Given, When {

    Acts(Story<S> story) {
        super(story);
    }

    /** The event that starts the saga with that business key. */
    public T started(String key, S event) {
        return hears(
                story.definition.startedBy().type().name(), new Input.Start(key, Body.of(event), story.nextDelivery()));
    }

    /** The same as a parent's command: what comes of the saga is told to that parent. */
    public T startedByParent(CommandId parent, String key, S event) {
        return hears(
                story.definition.startedBy().type() + " of " + parent,
                new Input.Start(key, Body.of(event), parent, story.nextDelivery()));
    }

    /** A parent's command to undo the saga with that business key, wherever it stands, even if it never began. */
    public T undoneByParent(CommandId parent, String key) {
        return hears("SAGA_UNDO of " + parent, new Input.Undo(key, parent, story.nextDelivery()));
    }

    /**
     * A participant's reply to the latest command that it answers.
     *
     * @throws AssertionError if no command was said that such a reply answers
     */
    public <M> T replied(MessageType<M> type, M reply) {
        return replied(story.latestAnsweredBy(type), type, reply);
    }

    /** The same to that step, for a type that answers several. */
    public <M> T replied(String step, MessageType<M> type, M reply) {
        return replied(story.latestAnsweredBy(step, type), type, reply);
    }

    private <M> T replied(OutgoingCommand asked, MessageType<M> type, M reply) {
        return hears(type.name(), new Input.Reply(type.name(), Body.of(reply), asked.id(), story.nextDelivery()));
    }

    /** A reply that does not say what it answers, as a foreign producer sends it. */
    public <M> T repliedByForeigner(MessageType<M> type, M reply) {
        return hears(
                type.name() + " of a foreign producer",
                new Input.Reply(type.name(), Body.of(reply), null, story.nextDelivery()));
    }

    /** An event that a step waits for, or will wait for. */
    public <E> T event(Event<E> event, E content) {
        return hears(
                event.type().name(),
                new Input.Reply(event.type().name(), Body.of(content), null, story.nextDelivery()));
    }

    /**
     * The confirmation of the compensation or ending that the saga waits for.
     *
     * @throws AssertionError if it waits for something else, or for several answers
     */
    public T confirmed() {
        return confirmed(story.awaited());
    }

    /** The confirmation of that step's compensation, of those that are undone together. */
    public T confirmed(String step) {
        return confirmed(story.awaited(step));
    }

    private T confirmed(OutgoingCommand asked) {
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

    /** A technical failure of the only command that the saga waits for. */
    public T failedTechnically(String reason) {
        return failed(story.awaited().id(), reason);
    }

    /** A technical failure of the command of that step. */
    public T failedTechnically(String step, String reason) {
        return failed(story.awaited(step).id(), reason);
    }

    private T failed(CommandId command, String reason) {
        return hears("TECHNICAL_FAILURE", new Input.Failure(command, reason, story.nextDelivery()));
    }

    /** The only command that the saga waits for cannot be put into a record. */
    public T unsendable(String reason) {
        return hears("UNSENDABLE", new Input.Unsendable(story.awaited().id(), reason));
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

    /** From now on no command goes to that participant. */
    public T gateClosed(Participant participant) {
        return gateClosed(Moment.participant(participant.name()));
    }

    /** From now on no command of this definition's sagas goes out. */
    public T gateClosed() {
        return gateClosed(Moment.definition(story.definition.name()));
    }

    private T gateClosed(String gate) {
        story.close(gate);
        story.note(stage(), "closed gate " + gate);
        return self();
    }

    /** Commands go to that participant again, and those that were held are released. */
    public T gateOpened(Participant participant) {
        return gateOpened(Moment.participant(participant.name()));
    }

    /** Commands of this definition's sagas go out again, and those that were held are released. */
    public T gateOpened() {
        return gateOpened(Moment.definition(story.definition.name()));
    }

    private T gateOpened(String gate) {
        story.open(gate);
        return hears("opened gate " + gate, new Input.Release());
    }

    /** Time passes; each check fires at the moment it is due, and virtual participants answer. */
    public T timePasses(Duration duration) {
        story.timePasses(duration, it -> happenedByItself(it));
        return self();
    }

    /**
     * Time passes until the saga is over.
     *
     * @throws AssertionError if it does not get there by itself
     */
    public T untilOver() {
        story.untilOver(it -> happenedByItself(it));
        return self();
    }

    /** A check fires now, due or not. */
    public T checkFires() {
        return hears("CHECK", new Input.Check());
    }
}
