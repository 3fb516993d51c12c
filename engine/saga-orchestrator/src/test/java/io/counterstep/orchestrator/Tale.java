package io.counterstep.orchestrator;

import static io.counterstep.orchestrator.Outing.body;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An {@link Outing} that is decided on by hand, with its history. */
final class Tale {

    static final SagaId ID = new SagaId("outing", "1");

    final SagaDefinition<Outing.Wish> definition = Outing.definition();
    final List<SagaView.Entry> lines = new ArrayList<>();
    private Set<String> closed = Set.of();
    private Instant now = Desk.NOON;
    private int deliveries;
    private @Nullable SagaInstance saga;

    static Tale begun() {
        return new Tale().does(new Input.Start("1", body("WISHED", new Outing.Wish("1", "sea")), "d0"));
    }

    Tale does(Input input) {
        Decision decision = Decider.decide(definition, saga, input, new Moment(now, closed));
        if (!(decision instanceof Decision.Moved moved)) {
            throw new AssertionError(input + " is " + decision);
        }
        saga = moved.saga();
        Transition it = moved.transition();
        if (it != null) {
            lines.add(new SagaView.Entry(
                    it.revision(),
                    it.at(),
                    it.kind().name(),
                    it.step(),
                    it.from().name(),
                    it.to().name(),
                    it.message(),
                    it.commands(),
                    it.detail()));
        }
        return this;
    }

    Tale closes(String gate) {
        closed = Set.of(gate);
        return this;
    }

    Tale passes(Duration time) {
        now = now.plus(time);
        return this;
    }

    Tale checks() {
        return does(new Input.Check());
    }

    Tale answers(String type, Object payload, String step, Action action) {
        CommandId command = new CommandId(ID, step, action);
        return does(new Input.Reply(type, body(type, payload), command, "d" + ++deliveries));
    }

    Tale hears(String type) {
        return does(new Input.Reply(type, body(type, new Outing.Told("1")), null, "d" + ++deliveries));
    }

    Tale fails(String step, Action action, String reason) {
        return does(new Input.Failure(new CommandId(ID, step, action), reason, "d" + ++deliveries));
    }

    Tale booked() {
        return answers("BOOKED", new Outing.Done("1", 7), "coach", Action.INVOKE);
    }

    Tale approved() {
        return hears("APPROVED");
    }

    Tale packed() {
        return answers("PACKED", new Outing.Done("1", 8), "lunch", Action.INVOKE);
    }

    Instant now() {
        return now;
    }

    SagaInstance saga() {
        return Objects.requireNonNull(saga);
    }

    Why why() {
        return why(it -> it);
    }

    /** @param evidence what is looked up besides what the saga itself knows */
    Why why(UnaryOperator<Clue> evidence) {
        return new Explanation(saga(), definition, new Chronicle(definition, lines), now)
                .of(saga().waits().stream().map(this::clue).map(evidence).toList());
    }

    private Clue clue(Outstanding wait) {
        Action action = wait.command().action();
        Invocation<Outing.Wish, ?> said = definition.invocation(wait.step(), action);
        return new Clue(
                wait,
                said == null
                        ? null
                        : new Clue.Called(
                                said.command().type().name(), said.command().participant(), "1"),
                definition.answers(wait.step(), action).stream()
                        .map(MessageType::name)
                        .toList(),
                null,
                List.of(),
                null,
                null,
                List.of("retry", "resolve"));
    }
}
