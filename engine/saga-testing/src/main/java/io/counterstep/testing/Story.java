package io.counterstep.testing;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.OutgoingReply;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.TechnicalFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One scenario as it is told: the saga, the time, and what was said so far. */
final class Story<S> {

    /** More checks than this while time passes once are taken for a saga that never rests. */
    static final int MAX_CHECKS = 10_000;

    final SagaDefinition<S> definition;
    private final List<OutgoingCommand> said = new ArrayList<>();
    private final List<OutgoingCommand> saidNow = new ArrayList<>();
    private final List<OutgoingReply> toldNow = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> closed = new TreeSet<>();
    private final List<VirtualParticipant> participants = new ArrayList<>();
    private final List<Coming> onTheWay = new ArrayList<>();
    private Instant now = SagaScenario.BEGINNING;
    private int deliveries;
    private @Nullable SagaInstance saga;
    private @Nullable Decision lastDecision;
    private Input.@Nullable Delivered lastDelivered;

    /** An answer that arrives then. */
    private record Coming(Instant at, Answer answer) {}

    Story(SagaDefinition<S> definition) {
        this.definition = definition;
    }

    void hear(Input input) {
        if (input instanceof Input.Delivered delivered) {
            lastDelivered = delivered;
        }
        Decision decision = Decider.decide(definition, saga, input, new Moment(now, closed));
        lastDecision = decision;
        switch (decision) {
            case Decision.Moved moved -> {
                saga = moved.saga();
                say(moved.commands(), moved.reply());
            }
            case Decision.Repeated repeated -> say(repeated.commands(), repeated.reply());
            case Decision.Ignored ignored -> {}
        }
    }

    private void say(List<OutgoingCommand> commands, @Nullable OutgoingReply reply) {
        said.addAll(commands);
        saidNow.addAll(commands);
        for (OutgoingCommand command : commands) {
            participants.stream().filter(it -> it.hears(command)).forEach(it -> {
                Instant at = now.plus(it.delay());
                it.answer(command).forEach(answer -> onTheWay.add(new Coming(at, answer)));
            });
        }
        if (reply != null) {
            toldNow.add(reply);
        }
    }

    void join(VirtualParticipant... joining) {
        participants.addAll(List.of(joining));
    }

    void timePasses(Duration duration, Consumer<String> happened) {
        Instant until = now.plus(duration);
        int turns = 0;
        while (somethingHappens(until, happened)) {
            if (++turns > MAX_CHECKS) {
                throw failure("more than " + MAX_CHECKS + " checks and answers came within " + duration);
            }
        }
        now = until;
    }

    void untilOver(Consumer<String> happened) {
        for (int turns = 0; !saga().state().status().isFinal(); turns++) {
            if (turns > MAX_CHECKS || !somethingHappens(Instant.MAX, happened)) {
                throw failure(
                        turns > MAX_CHECKS
                                ? "it is not over after " + MAX_CHECKS + " checks and answers"
                                : "it is not over, and nothing more will happen by itself");
            }
        }
    }

    /** The next answer or check until then, answers first. */
    private boolean somethingHappens(Instant until, Consumer<String> happened) {
        Optional<Coming> answer = onTheWay.stream().min(Comparator.comparing(Coming::at));
        Instant check = saga == null ? null : saga.dueAt().orElse(null);
        if (answer.isPresent()
                && !answer.get().at().isAfter(until)
                && (check == null || !answer.get().at().isAfter(check))) {
            onTheWay.remove(answer.get());
            goTo(answer.get().at());
            Input.Delivered input = answer.get().answer().asInput(nextDelivery());
            hear(input);
            happened.accept(name(input));
            return true;
        }
        if (check == null || check.isAfter(until)) {
            return false;
        }
        goTo(check);
        hear(new Input.Check());
        happened.accept("CHECK");
        return true;
    }

    private static String name(Input.Delivered input) {
        return input instanceof Input.Reply reply ? reply.type() : TechnicalFailure.TYPE.name();
    }

    private void goTo(Instant then) {
        now = then.isAfter(now) ? then : now;
    }

    void close(String gate) {
        closed.add(gate);
    }

    void open(String gate) {
        if (!closed.remove(gate)) {
            throw failure("gate " + gate + " is not closed, so it cannot be opened; closed are " + closed);
        }
    }

    String nextDelivery() {
        deliveries++;
        return "record " + deliveries;
    }

    static Input.Delivered as(Input.Delivered delivered, String delivery) {
        return switch (delivered) {
            case Input.Start start -> new Input.Start(start.key(), start.body(), start.parent(), delivery);
            case Input.Reply reply -> new Input.Reply(reply.type(), reply.body(), reply.inReplyTo(), delivery);
            case Input.Failure failure -> new Input.Failure(failure.inReplyTo(), failure.reason(), delivery);
            case Input.CancelRequest cancel -> new Input.CancelRequest(cancel.type(), delivery);
            case Input.Undo undo -> new Input.Undo(undo.key(), undo.parent(), delivery);
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
                        + " answers; an event is told by event(...), an unasked reply by repliedByForeigner(...)"));
    }

    /** The latest command of that step that such a reply answers. */
    OutgoingCommand latestAnsweredBy(String step, MessageType<?> type) {
        return said.reversed().stream()
                .filter(it -> it.id().step().equals(step) && it.command().isAnsweredBy(type.name()))
                .findFirst()
                .orElseThrow(() -> failure("no command of step " + step + " was said that " + type + " answers"));
    }

    /** The only command that the saga waits for the answer to, be it stuck or not. */
    OutgoingCommand awaited() {
        List<Outstanding> commands = waits().stream().filter(this::isCommand).toList();
        if (commands.isEmpty()) {
            throw failure(waits().isEmpty() ? "it waits for no answer" : "it waits for an event, and for no answer");
        }
        if (commands.size() > 1) {
            throw failure("it waits for several answers, so say which step's: "
                    + commands.stream().map(Outstanding::step).toList());
        }
        return said(commands.getFirst());
    }

    /** The command of that step that the saga waits for the answer to. */
    OutgoingCommand awaited(String step) {
        return waits().stream()
                .filter(it -> it.step().equals(step) && isCommand(it))
                .findFirst()
                .map(this::said)
                .orElseThrow(() -> failure("it waits for no answer of step " + step + ", only for "
                        + waits().stream().map(Outstanding::step).toList()));
    }

    private boolean isCommand(Outstanding wait) {
        return definition.invocation(wait.step(), wait.command().action()) != null;
    }

    private OutgoingCommand said(Outstanding wait) {
        return said.reversed().stream()
                .filter(it -> it.id().equals(wait.command()))
                .findFirst()
                .orElseThrow(() -> failure("it waits for the answer to " + wait.command() + ", but never said it"
                        + (wait.heldBy() == null ? "" : ": held by " + wait.heldBy())));
    }

    List<Outstanding> waits() {
        return saga == null ? List.of() : saga.waits();
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
        toldNow.clear();
    }

    List<OutgoingCommand> commands() {
        return List.copyOf(saidNow);
    }

    List<OutgoingReply> repliesToParent() {
        return List.copyOf(toldNow);
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
            case Decision.Moved moved -> kind(moved) + moved.saga().state().status() + says(moved.commands());
            case Decision.Repeated repeated -> "repeated" + says(repeated.commands());
            case Decision.Ignored ignored -> "ignored: " + ignored.reason();
            case null -> "nothing";
        };
        lines.add("%d. %s %s at +%s: %s"
                .formatted(lines.size() + 1, stage, what, Duration.between(SagaScenario.BEGINNING, now), outcome));
    }

    /** For what decides nothing by itself. */
    void note(String stage, String what) {
        lines.add("%d. %s %s at +%s"
                .formatted(lines.size() + 1, stage, what, Duration.between(SagaScenario.BEGINNING, now)));
    }

    private static String kind(Decision.Moved moved) {
        return moved.transition() == null ? "" : moved.transition().kind() + ", ";
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
