package io.counterstep.core.migrate;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Version;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What definitions are put together from here, and a saga that is led to where a test wants it. */
final class Parts {

    record Note(String text) {}

    static final String NAME = "order";
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Duration DAY = Duration.ofDays(1);
    static final Participant ANY = new Participant("any", "any-commands", "any-events");
    static final Event<Note> ORDERED = ANY.event(type("ORDERED"));

    private Parts() {}

    static MessageType<Note> type(String name) {
        return MessageType.of(name, Note.class);
    }

    /** Answered by NAME_DONE or NAME_REFUSED. */
    static Request<Note, Object> ask(String name) {
        return ANY.request(type(name), type(name + "_DONE"), type(name + "_REFUSED"));
    }

    /** Confirmed by NAME_CONFIRMED. */
    static Instruction<Note> tell(String name) {
        return ANY.instruction(type(name), type(name + "_CONFIRMED"), it -> it);
    }

    static Note note(SagaData<Note> saga) {
        return new Note(saga.key());
    }

    static Saga.Started<Note> version(int number) {
        return Saga.named(NAME, Version.version(number)).startedBy(ORDERED);
    }

    /** A step of that name that says DO_NAME and is undone by UNDO_NAME. */
    static Saga.StepDone<Note> step(Saga.Steps<Note> steps, String name) {
        return step(steps, name, name);
    }

    /** The same, saying what a step of another name says. */
    static Saga.StepDone<Note> step(Saga.Steps<Note> steps, String name, String says) {
        String word = says.toUpperCase(Locale.ROOT);
        return steps.step(name).invoke(ask("DO_" + word), Parts::note).compensate(tell("UNDO_" + word), Parts::note);
    }

    static SagaDefinition<Note> ended(Saga.StepDone<Note> steps) {
        return steps.completeWith(tell("COMPLETE"), Parts::note).cancelWith(tell("CANCEL"), Parts::note);
    }

    /** Steps of those names, one after the other. */
    static SagaDefinition<Note> steps(int version, String... names) {
        Saga.Steps<Note> steps = version(version);
        Saga.StepDone<Note> last = step(steps, names[0]);
        for (int i = 1; i < names.length; i++) {
            last = step(last, names[i]);
        }
        return ended(last);
    }

    /** A saga of that definition that has just started. */
    static SagaInstance started(SagaDefinition<Note> definition) {
        return moved(definition, null, new Input.Start("4711", Body.of(new Note("order")), "start"));
    }

    /** What it waits for at that step succeeds, or is confirmed. */
    static SagaInstance answered(SagaDefinition<Note> definition, SagaInstance saga, String step) {
        Outstanding wait = saga.waits().stream()
                .filter(it -> it.step().equals(step))
                .findFirst()
                .orElseThrow();
        var said = definition.invocation(step, wait.command().action());
        String type = said == null
                ? definition.step(step).task().replies().getFirst().name()
                : said.command().replies().getFirst().name();
        Input reply = new Input.Reply(type, Body.of(new Note(type)), wait.command(), type + " to " + step);
        return moved(definition, saga, reply);
    }

    /** The saga after those steps of it were answered, one after the other. */
    static SagaInstance after(SagaDefinition<Note> definition, String... steps) {
        SagaInstance saga = started(definition);
        for (String step : steps) {
            saga = answered(definition, saga, step);
        }
        return saga;
    }

    static SagaInstance turnedBack(SagaDefinition<Note> definition, SagaInstance saga) {
        return moved(definition, saga, new Input.Compensate("dana", "a test"));
    }

    static SagaInstance moved(SagaDefinition<Note> definition, @Nullable SagaInstance saga, Input input) {
        Decision decision = Decider.decide(definition, saga, input, NOON);
        if (decision instanceof Decision.Moved moved) {
            return moved.saga();
        }
        throw new AssertionError(input + " moves nothing: " + decision);
    }
}
