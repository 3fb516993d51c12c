package io.counterstep.testing;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One scenario as it is told: the saga, the time, and what was said so far. */
final class Story<S> {

    /** More checks than this while time passes once are taken for a saga that never rests. */
    static final int MAX_CHECKS = 10_000;

    final SagaDefinition<S> definition;
    private final List<OutgoingCommand> said = new ArrayList<>();
    private final List<OutgoingCommand> saidNow = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Instant now = SagaScenario.BEGINNING;
    private int deliveries;
    private @Nullable SagaInstance saga;
    private @Nullable Decision lastDecision;
    private Input.@Nullable Delivered lastDelivered;

    Story(SagaDefinition<S> definition) {
        this.definition = definition;
    }

    void hear(Input input) {
        if (input instanceof Input.Delivered delivered) {
            lastDelivered = delivered;
        }
        Decision decision = Decider.decide(definition, saga, input, now);
        lastDecision = decision;
        switch (decision) {
            case Decision.Moved moved -> {
                saga = moved.saga();
                say(moved.commands());
            }
            case Decision.Repeated repeated -> say(repeated.commands());
            case Decision.Ignored ignored -> {}
        }
    }

    private void say(List<OutgoingCommand> commands) {
        said.addAll(commands);
        saidNow.addAll(commands);
    }

    void timePasses(Duration duration, Consumer<String> happened) {
        Instant until = now.plus(duration);
        int checks = 0;
        for (Optional<Instant> due = due(until); due.isPresent(); due = due(until)) {
            if (++checks > MAX_CHECKS) {
                throw failure("more than " + MAX_CHECKS + " checks were due within " + duration);
            }
            now = due.get().isAfter(now) ? due.get() : now;
            hear(new Input.Check());
            happened.accept("CHECK");
        }
        now = until;
    }

    private Optional<Instant> due(Instant until) {
        return Optional.ofNullable(saga).flatMap(SagaInstance::dueAt).filter(it -> !it.isAfter(until));
    }

    String nextDelivery() {
        deliveries++;
        return "record " + deliveries;
    }

    static Input.Delivered as(Input.Delivered delivered, String delivery) {
        return switch (delivered) {
            case Input.Start start -> new Input.Start(start.key(), start.body(), delivery);
            case Input.Reply reply -> new Input.Reply(reply.type(), reply.body(), reply.inReplyTo(), delivery);
            case Input.Failure failure -> new Input.Failure(failure.inReplyTo(), failure.reason(), delivery);
            case Input.CancelRequest cancel -> new Input.CancelRequest(cancel.type(), delivery);
        };
    }

    Input.Delivered lastDelivered() {
        if (lastDelivered == null) {
            throw failure("no message was delivered yet, so none can come again");
        }
        return lastDelivered;
    }

    OutgoingCommand latestAnsweredBy(MessageType<?> type) {
        return said.reversed().stream()
                .filter(it -> it.command().isAnsweredBy(type.name()))
                .findFirst()
                .orElseThrow(() -> failure("no command was said that " + type
                        + " answers; an unasked reply is told by repliedByForeigner(...)"));
    }

    /** What the saga waits for, be it stuck or not. */
    OutgoingCommand awaited() {
        CommandId id = switch (saga().state()) {
            case SagaState.Active active -> active.outstanding().command();
            case SagaState.NeedsAttention attention ->
                attention.stuck().outstanding().command();
            case SagaState.Final over -> throw failure("it is over and waits for no answer");
        };
        return said.reversed().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> failure("it waits for the answer to " + id + ", but never said it"));
    }

    Optional<Outstanding> outstanding() {
        return saga != null && saga.state() instanceof SagaState.Active active
                ? Optional.of(active.outstanding())
                : Optional.empty();
    }

    String cancelType() {
        Event<?> event = definition.canceledBy();
        if (event == null) {
            throw failure("the definition has no canceledBy(...)");
        }
        return event.type().name();
    }

    void forgetCommands() {
        saidNow.clear();
    }

    List<OutgoingCommand> commands() {
        return List.copyOf(saidNow);
    }

    Instant now() {
        return now;
    }

    @Nullable
    Decision lastDecision() {
        return lastDecision;
    }

    SagaInstance saga() {
        if (saga == null) {
            throw failure("there is no saga: nothing started it");
        }
        return saga;
    }

    void log(String stage, String what) {
        String outcome = switch (lastDecision) {
            case Decision.Moved moved ->
                moved.transition().kind() + ", " + moved.saga().state().status() + says(moved.commands());
            case Decision.Repeated repeated -> "repeated" + says(repeated.commands());
            case Decision.Ignored ignored -> "ignored: " + ignored.reason();
            case null -> "nothing";
        };
        lines.add("%d. %s %s at +%s: %s"
                .formatted(lines.size() + 1, stage, what, Duration.between(SagaScenario.BEGINNING, now), outcome));
    }

    private static String says(List<OutgoingCommand> commands) {
        return commands.isEmpty()
                ? ""
                : ", says "
                        + String.join(
                                ", ",
                                commands.stream()
                                        .map(it -> it.command().type().name())
                                        .toList());
    }

    /** An error that tells the whole story. */
    AssertionError failure(String message) {
        String id = saga == null ? definition.name() : saga.id().toString();
        return new AssertionError("saga %s: %s%nstory:%n  %s"
                .formatted(id, message, lines.isEmpty() ? "(nothing yet)" : String.join("\n  ", lines)));
    }
}
