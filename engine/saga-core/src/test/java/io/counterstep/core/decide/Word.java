package io.counterstep.core.decide;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.util.Locale;

/** The vocabulary of a participant that does one thing, and its part in a test: {@code HOTEL}, {@code HOTEL_UNDO}. */
record Word(
        String name,
        Request<Purchase.Do, Purchase.Reply> ask,
        MessageType<Purchase.Done> done,
        MessageType<Purchase.Refused> refused,
        Instruction<Purchase.Undo> undo,
        MessageType<Purchase.Undone> undone) {

    static Word of(String name) {
        String type = name.toUpperCase(Locale.ROOT);
        Participant participant = new Participant(name, name + "-commands", name + "-events");
        MessageType<Purchase.Done> done = MessageType.of(type + "_DONE", Purchase.Done.class);
        MessageType<Purchase.Refused> refused = MessageType.of(type + "_REFUSED", Purchase.Refused.class);
        MessageType<Purchase.Undone> undone = MessageType.of(type + "_UNDONE", Purchase.Undone.class);
        return new Word(
                name,
                participant.request(MessageType.of(type, Purchase.Do.class), done, refused),
                done,
                refused,
                participant.instruction(
                        MessageType.of(type + "_UNDO", Purchase.Undo.class),
                        undone,
                        it -> new Purchase.Undone(it.key())),
                undone);
    }

    <N> Saga.StepInvoked<Purchase.Ordered, N> asked(Saga.StepNamed<Purchase.Ordered, N> step) {
        return step.invoke(ask, saga -> new Purchase.Do(saga.start().item()));
    }

    <N> N compensatable(Saga.StepNamed<Purchase.Ordered, N> step) {
        return asked(step).compensate(undo, saga -> new Purchase.Undo(saga.key()));
    }

    <N> N readOnly(Saga.StepNamed<Purchase.Ordered, N> step) {
        return asked(step).readOnly();
    }

    <N> N pivot(Saga.StepNamed<Purchase.Ordered, N> step) {
        return asked(step).pivot();
    }

    <N> N retriable(Saga.StepNamed<Purchase.Ordered, N> step) {
        return asked(step).retriable();
    }

    Decision succeedsIn(TestSaga saga) {
        return saga.reply(name, done, TestSaga.done());
    }

    Decision isRefusedIn(TestSaga saga) {
        return saga.reply(name, refused, new Purchase.Refused("no " + name));
    }

    Decision isUndoneIn(TestSaga saga) {
        return saga.reply(name, undone, TestSaga.undone());
    }
}
