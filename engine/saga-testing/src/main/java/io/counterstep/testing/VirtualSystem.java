package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Request;
import io.counterstep.core.message.SagaId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of a simulation: an orchestrator, participants, and the records between them, each delivered with the fate that
 * {@link Choices} deals it. After a bounded number of faults all is well, and everything must come to its end.
 */
final class VirtualSystem<S> {

    /** More deliveries and checks than this for each saga are taken for a system that never rests. */
    static final int MAX_TURNS = 2_000;

    private static final int MAX_FAULTS = 20;
    private static final Fault[] FAULTS_OF_DELIVERY = {
        Fault.LOSS, Fault.DUPLICATE, Fault.CRASH_BEFORE_COMMIT, Fault.CRASH_AFTER_COMMIT, Fault.CRASH_AFTER_PUBLISH
    };
    /** One in so many child sagas is canceled. */
    private static final int CANCELED_CHILDREN = 5;

    /** One in so many awaited events comes before the saga waits for it. */
    private static final int EARLY_EVENTS = 4;

    /** One in so many awaited events does not come. */
    private static final int UNDECIDED = 6;

    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Simulation<S> simulation;
    private final Choices choices;

    /** Takes a line of the trace, which is only built if someone reads it. */
    private final Consumer<Supplier<String>> trace;

    private final Tally tally = new Tally();
    private final Effects effects;
    private final VirtualOrchestrator orchestrator;
    private final Map<String, VirtualParticipant> participants = new HashMap<>();
    private final Map<SagaId, S> starts = new LinkedHashMap<>();
    private final List<Mail> onTheWay = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<CommandId> looked = new HashSet<>();
    private final Set<Fault> faults;
    private final int faultOdds;
    private int faultsLeft;
    private int published;
    private int redeliveries;
    private Instant now = SagaScenario.BEGINNING;

    /** A record that a slow participant has yet to publish. */
    private record Late(Instant at, Mail mail) {}

    VirtualSystem(Simulation<S> simulation, Choices choices, Consumer<Supplier<String>> trace) {
        this.simulation = simulation;
        this.choices = choices;
        this.trace = trace;
        effects = new Effects(simulation.definition());
        orchestrator = new VirtualOrchestrator(simulation.definition(), simulation.sabotage(), tally);
        join(VirtualParticipant.of(children()));
        simulation.participants().get().forEach(this::join);
        faults = someOf(simulation.faults());
        faultOdds = 2 + choices.below(7);
        faultsLeft = choices.below(MAX_FAULTS + 1);
    }

    private void join(VirtualParticipant participant) {
        participants.put(participant.name(), participant.under(rules(), effects::executed));
    }

    /** Child sagas, of which some are canceled. */
    private Callee children() {
        Callee agreeing = Callee.agreeing(ChildSagas.PARTICIPANT.name(), Samples.NONE);
        return new Callee() {
            @Override
            public String name() {
                return agreeing.name();
            }

            @Override
            public boolean handles(Command<?> command) {
                return agreeing.handles(command);
            }

            @Override
            public Object call(Command<?> command, Object payload) {
                boolean canceled = command instanceof Request && choices.oneIn(CANCELED_CHILDREN);
                return canceled ? new ChildSagas.SagaCanceled("canceled") : agreeing.call(command, payload);
            }
        };
    }

    /** Each run has some kinds of faults only: with all of them at once, few would come often enough to matter. */
    private Set<Fault> someOf(Set<Fault> all) {
        Set<Fault> some = EnumSet.noneOf(Fault.class);
        Arrays.stream(Fault.values())
                .filter(all::contains)
                .filter(it -> choices.oneIn(2))
                .forEach(some::add);
        return some;
    }

    /** @throws Violation at the first invariant that does not hold */
    Tally run() {
        for (int i = 1; i <= simulation.sagas(); i++) {
            SagaId id = simulation.definition().id("saga-" + i);
            starts.put(id, simulation.start().apply(id.key(), choices));
            announce(id);
            wishToCancel(id);
            awaitedEvents().filter(it -> choices.oneIn(EARLY_EVENTS)).forEach(it -> happens(id, it));
        }
        int turns = 0;
        while (turn()) {
            if (++turns > MAX_TURNS * simulation.sagas()) {
                throw new Violation("G1", "nothing rests after " + turns + " turns");
            }
        }
        starts.keySet().forEach(id -> effects.requireOver(id, orchestrator.saga(id)));
        return tally;
    }

    /** The order service announces what nobody heard of, as often as it takes. */
    private void announce(SagaId id) {
        S start = starts.get(id);
        if (start != null) {
            publish(new Mail.ToOrchestrator(id, new Input.Start(id.key(), Body.of(start), nextRecord())));
        }
    }

    private void wishToCancel(SagaId id) {
        if (simulation.definition().canceledBy() != null && faults.contains(Fault.CANCEL_WISH) && choices.oneIn(2)) {
            tally.count(Fault.CANCEL_WISH.name());
            String type = simulation.definition().canceledBy().type().name();
            publish(new Mail.ToOrchestrator(id, new Input.CancelRequest(type, nextRecord())));
        }
    }

    /** Delivers one record, or lets time pass; false if there is nothing left to happen. */
    private boolean turn() {
        peopleDecide();
        if (!onTheWay.isEmpty() && !strikes(Fault.SLOWNESS)) {
            deliver(onTheWay.remove(strikes(Fault.REORDERING) ? choices.below(onTheWay.size()) : 0));
            return true;
        }
        return timePasses() || someoneLooks() || !onTheWay.isEmpty();
    }

    private void deliver(Mail mail) {
        Optional<Fault> fault = switch (mail) {
            case Mail.ToOrchestrator it -> strikesOneOf(FAULTS_OF_DELIVERY);
            case Mail.ToParticipant it ->
                strikes(Fault.TECHNICAL_FAILURE)
                        ? Optional.of(Fault.TECHNICAL_FAILURE)
                        : strikesOneOf(FAULTS_OF_DELIVERY);
        };
        trace.accept(() -> fault.map(it -> it + " of ").orElse("deliver ") + mail);
        if (fault.isEmpty()) {
            process(mail).forEach(this::publish);
            return;
        }
        switch (fault.get()) {
            case LOSS -> {}
            case DUPLICATE -> {
                publish(copy(mail));
                process(mail).forEach(this::publish);
            }
            case CRASH_BEFORE_COMMIT -> redeliver(mail);
            case CRASH_AFTER_COMMIT -> {
                process(mail);
                redeliver(mail);
            }
            case CRASH_AFTER_PUBLISH -> {
                process(mail).forEach(this::publish);
                redeliver(mail);
            }
            case TECHNICAL_FAILURE -> publish(handlerThrew(mail));
            case REORDERING, SLOWNESS, CANCEL_WISH -> throw new AssertionError(fault + " is dealt elsewhere");
        }
    }

    private void redeliver(Mail mail) {
        redeliveries++;
        onTheWay.addFirst(mail);
    }

    private Mail copy(Mail mail) {
        return switch (mail) {
            case Mail.ToParticipant command -> command;
            case Mail.ToOrchestrator it -> new Mail.ToOrchestrator(it.saga(), Story.as(it.input(), nextRecord()));
        };
    }

    private List<Mail> process(Mail mail) {
        return switch (mail) {
            case Mail.ToOrchestrator it -> commands(it.saga(), it.input());
            case Mail.ToParticipant it -> answers(it.command());
        };
    }

    private List<Mail> commands(SagaId id, Input input) {
        List<OutgoingCommand> commands = orchestrator.commit(id, input, now);
        if (tally.of("REPEATED") > redeliveries) {
            throw new Violation("G7", "saga " + id + " repeats itself though no record came again: " + input);
        }
        return commands.stream().<Mail>map(Mail.ToParticipant::new).toList();
    }

    private List<Mail> answers(OutgoingCommand command) {
        VirtualParticipant participant = participantOf(command);
        List<Mail> answers =
                participant.answer(command).stream().map(this::reply).toList();
        if (participant.delay().isZero()) {
            return answers;
        }
        Instant at = now.plus(participant.delay());
        answers.forEach(it -> late.add(new Late(at, it)));
        return List.of();
    }

    private Mail reply(Answer answer) {
        return new Mail.ToOrchestrator(answer.inReplyTo().saga(), answer.asInput(nextRecord()));
    }

    private Mail handlerThrew(Mail mail) {
        return switch (mail) {
            case Mail.ToParticipant it ->
                reply(new Answer.FailedTechnically(it.command().id(), "the handler threw"));
            case Mail.ToOrchestrator it -> throw new AssertionError("the orchestrator has no handlers: " + it);
        };
    }

    private VirtualParticipant participantOf(OutgoingCommand command) {
        String name = command.command().participant().name();
        VirtualParticipant participant = participants.get(name);
        if (participant == null) {
            throw new IllegalStateException("simulation has no handlers of participant '" + name + "' for "
                    + command.id() + ", only of " + participants.keySet());
        }
        return participant;
    }

    /** Goes to what is due next, or beyond if all is slow, and lets happen everything that is due by then. */
    private boolean timePasses() {
        Optional<Instant> due = Stream.concat(
                        starts.keySet().stream().flatMap(id -> orchestrator.dueAt(id).stream()),
                        late.stream().map(Late::at))
                .min(Instant::compareTo);
        if (due.isEmpty()) {
            return false;
        }
        now = due.get().isAfter(now) ? due.get() : now;
        if (faults.contains(Fault.SLOWNESS) && faultsLeft > 0) {
            now = now.plus(SLOW.multipliedBy(choices.below(4)));
        }
        late.stream().filter(it -> !it.at().isAfter(now)).forEach(it -> publish(it.mail()));
        late.removeIf(it -> !it.at().isAfter(now));
        starts.keySet().stream()
                .filter(id ->
                        orchestrator.dueAt(id).filter(it -> !it.isAfter(now)).isPresent())
                .forEach(this::fireCheck);
        return true;
    }

    /** Somebody decides what a saga has come to wait for; or nobody does, and its time runs out. */
    private void peopleDecide() {
        for (SagaId id : starts.keySet()) {
            SagaInstance saga = orchestrator.saga(id);
            if (saga != null) {
                Set<String> waits = saga.waits().stream().map(Outstanding::step).collect(Collectors.toSet());
                awaitedEvents()
                        .filter(it -> waits.contains(it.name()) && asked.add(id + "/" + it.name()))
                        .filter(it -> !choices.oneIn(UNDECIDED))
                        .forEach(it -> happens(id, it));
            }
        }
    }

    private Stream<? extends Step<S>> awaitedEvents() {
        return simulation.definition().steps().stream().filter(it -> it.task() instanceof Task.Await);
    }

    private void happens(SagaId id, Step<S> step) {
        MessageType<?> refusal = step.task().refusal();
        MessageType<?> type = refusal != null && choices.oneIn(3)
                ? refusal
                : step.task().replies().getFirst();
        publish(new Mail.ToOrchestrator(id, new Input.Reply(type.name(), Samples.NONE.body(type), null, nextRecord())));
    }

    private void fireCheck(SagaId id) {
        Optional<Fault> crash = strikesOneOf(Fault.CRASH_BEFORE_COMMIT, Fault.CRASH_AFTER_COMMIT);
        trace.accept(() -> crash.map(it -> it + " of the ").orElse("") + "check of " + id + " at " + now);
        if (crash.isEmpty()) {
            commands(id, new Input.Check()).forEach(this::publish);
        } else if (crash.get() == Fault.CRASH_AFTER_COMMIT) {
            commands(id, new Input.Check());
        }
    }

    /** When all is quiet: the order service announces again what is not there, an operator retries what is stuck. */
    private boolean someoneLooks() {
        boolean acted = false;
        for (SagaId id : starts.keySet()) {
            SagaInstance saga = orchestrator.saga(id);
            if (saga == null && onTheWay.isEmpty()) {
                announce(id);
                acted = true;
            } else if (saga != null && saga.state() instanceof SagaState.NeedsAttention) {
                commands(id, repair(saga)).forEach(this::publish);
                acted = true;
            }
        }
        return acted;
    }

    /** What was refused behind the pivot is refused again, so the saga goes on without it. */
    private Input repair(SagaInstance saga) {
        return saga.waits().stream()
                .filter(it -> it.stuck() != null && it.failures() == 0 && looked.contains(it.command()))
                .map(Outstanding::step)
                .filter(it -> !SagaDefinition.isEnding(it)
                        && simulation.definition().step(it).kind() == Step.Kind.RETRIABLE)
                .findFirst()
                .<Input>map(it -> new Input.Skip(it, "operator", "looked at it twice"))
                .orElseGet(() -> {
                    saga.waits().forEach(it -> looked.add(it.command()));
                    return new Input.Retry("operator", "looked at it");
                });
    }

    private void publish(Mail mail) {
        onTheWay.add(mail);
    }

    private String nextRecord() {
        published++;
        return "record " + published;
    }

    private boolean strikes(Fault fault) {
        return strikesOneOf(fault).isPresent();
    }

    private Optional<Fault> strikesOneOf(Fault... candidates) {
        Fault fault = candidates[choices.below(candidates.length)];
        if (faultsLeft == 0 || !faults.contains(fault) || !choices.oneIn(faultOdds)) {
            return Optional.empty();
        }
        faultsLeft--;
        tally.count(fault.name());
        return Optional.of(fault);
    }

    private ParticipantHarness.Rules rules() {
        return new SabotagedRules(
                simulation.sabotage(), it -> tally.count(it.getClass().getSimpleName()));
    }
}
