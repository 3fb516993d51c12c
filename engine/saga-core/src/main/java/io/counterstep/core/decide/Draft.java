package io.counterstep.core.decide;

import io.counterstep.core.decide.Decision.Moved;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.Resend;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A saga while one decision is being made: what it knows, what it waits for, what it is about to say. One thread's. */
final class Draft<S> {

    final SagaDefinition<S> definition;
    final Instant now;
    final Instant readUpTo;
    final SagaId id;
    final Map<String, Outcome> outcomes;
    final Map<String, Body> facts;
    final Map<String, Outstanding> waits = new LinkedHashMap<>();
    Phase phase;
    boolean paused;

    @Nullable
    String reason;

    @Nullable
    CommandId parent;

    @Nullable
    Instant deadline;

    private final Set<String> closed;
    private final Map<String, String> formerNames;
    private final Instant startedAt;
    private final Status from;
    private final int revision;
    /** The steps for which something is said by this decision, with the attempts before it. */
    private final Map<String, Integer> saying = new LinkedHashMap<>();

    private Draft(SagaDefinition<S> definition, SagaInstance saga, Moment moment) {
        this.definition = definition;
        this.now = moment.now();
        this.readUpTo = moment.readUpTo();
        this.closed = moment.closed();
        this.id = saga.id();
        this.outcomes = new LinkedHashMap<>(saga.outcomes());
        this.facts = new LinkedHashMap<>(saga.facts());
        this.formerNames = saga.formerNames();
        this.parent = saga.parent();
        this.startedAt = saga.startedAt();
        this.deadline = saga.deadline();
        this.from = saga.state().status();
        this.revision = saga.revision() + 1;
        this.paused = saga.state() instanceof SagaState.Paused;
        this.phase = Phase.of(saga.state());
        this.reason = saga.state().reason();
        saga.waits().forEach(it -> waits.put(it.step(), it));
    }

    static <S> Draft<S> of(SagaDefinition<S> definition, SagaInstance saga, Moment moment) {
        return new Draft<>(definition, saga, moment);
    }

    /** A saga that does not exist yet. */
    static <S> Draft<S> fresh(
            SagaDefinition<S> definition,
            SagaId id,
            Map<String, Body> facts,
            @Nullable CommandId parent,
            Moment moment) {
        Duration within = definition.deadline();
        SagaInstance nothing = new SagaInstance(
                id,
                definition.version().number(),
                new SagaState.Running(List.of()),
                Map.of(),
                facts,
                Map.of(),
                parent,
                moment.now(),
                within == null ? null : moment.now().plus(within),
                0);
        return new Draft<>(definition, nothing, moment);
    }

    CommandId command(String step, Action action) {
        return new CommandId(id, formerNames.getOrDefault(step, step), action);
    }

    /** Says a command and waits for its answer; a closed gate keeps it back. */
    void say(String step, Action action, @Nullable Duration within, String cause) {
        CommandId command = command(step, action);
        String gate = gate(invocation(step, action));
        if (gate == null) {
            waits.put(step, Outstanding.sent(step, command, definition.resend(step, action), within, cause, now));
            saying.put(step, 0);
        } else {
            waits.put(step, Outstanding.held(step, command, cause, gate, now));
        }
    }

    /** True if it was published, which nothing of this very decision is yet. */
    boolean wasSent(Outstanding wait) {
        return saying.getOrDefault(wait.step(), wait.attempt()) > 0;
    }

    /** Says once more what waits, with its times anew; a closed gate keeps it back. */
    void sayAgain(Outstanding wait) {
        String step = wait.step();
        String gate = gate(wait);
        if (gate == null) {
            waits.put(step, wait.again(resendOf(wait), within(wait), now));
            saying.put(step, wait.attempt());
        } else {
            waits.put(step, wait.heldBy(gate, now));
        }
    }

    /** How long such a wait may take from now on; null if without end. */
    @Nullable
    Duration within(Outstanding wait) {
        Step<S> step = definition.find(wait.step());
        return step == null || wait.isCompensation() ? null : step.deadline();
    }

    Resend resendOf(Outstanding wait) {
        return definition.resend(wait.step(), wait.command().action());
    }

    /** Says once more what was not answered in time. */
    void resend(Outstanding wait) {
        waits.put(wait.step(), wait.resent(resendOf(wait), now));
        saying.put(wait.step(), wait.attempt());
    }

    /** The closed gate that keeps such a command back; null if it may go. */
    @Nullable
    String gate(Outstanding wait) {
        return gate(invocation(wait.step(), wait.command().action()));
    }

    private @Nullable String gate(Invocation<S, ?> invocation) {
        String ofDefinition = Moment.definition(definition.name());
        String ofParticipant =
                Moment.participant(invocation.command().participant().name());
        if (paused) {
            return Moment.SAGA;
        }
        return closed.contains(ofDefinition) ? ofDefinition : closed.contains(ofParticipant) ? ofParticipant : null;
    }

    private Invocation<S, ?> invocation(String step, Action action) {
        Invocation<S, ?> invocation = definition.invocation(step, action);
        if (invocation == null) {
            throw new IllegalStateException("saga " + id + " has nothing to say for step '" + step + "', " + action);
        }
        return invocation;
    }

    SagaData<S> data() {
        return definition.data(id, facts, reason);
    }

    /** The decision, with its line for the history. */
    Moved moved(Kind kind, String step, @Nullable String message, @Nullable String detail) {
        List<OutgoingCommand> commands = build();
        SagaInstance saga = saga(revision);
        List<String> said =
                commands.stream().map(it -> it.command().type().name()).toList();
        Transition transition =
                new Transition(revision, now, kind, step, from, saga.state().status(), message, said, detail);
        return new Moved(saga, transition, commands, reply());
    }

    /** The decision when nothing happened but that something was said once more. */
    Moved unchanged() {
        List<OutgoingCommand> commands = build();
        return new Moved(saga(revision - 1), null, commands, null);
    }

    /** A command whose function throws waits for a person, instead of taking the saga's progress with it. */
    private List<OutgoingCommand> build() {
        List<OutgoingCommand> commands = new ArrayList<>();
        saying.forEach((step, before) -> {
            Outstanding wait = waits.get(step);
            if (wait != null) {
                try {
                    commands.add(build(wait));
                } catch (RuntimeException failed) {
                    if (revision == 1) {
                        throw failed;
                    }
                    String why = Texts.presentable("its command cannot be built: " + failed);
                    waits.put(step, wait.unsent(before).stuck(why, false));
                }
            }
        });
        return commands;
    }

    OutgoingCommand build(Outstanding wait) {
        return build(wait.command(), invocation(wait.step(), wait.command().action()), data());
    }

    private <C> OutgoingCommand build(CommandId command, Invocation<S, C> invocation, SagaData<S> data) {
        String key = invocation.key().apply(data);
        SagaId.requireKey(key);
        return new OutgoingCommand(command, key, invocation.command(), invocation.build(data));
    }

    private @Nullable OutgoingReply reply() {
        CommandId asked = parent;
        return asked == null ? null : Replies.of(phase, asked, reason);
    }

    private SagaInstance saga(int atRevision) {
        int version = definition.version().number();
        return new SagaInstance(
                id,
                version,
                phase.state(List.copyOf(waits.values()), reason, paused),
                outcomes,
                facts,
                formerNames,
                parent,
                startedAt,
                deadline,
                atRevision);
    }
}
