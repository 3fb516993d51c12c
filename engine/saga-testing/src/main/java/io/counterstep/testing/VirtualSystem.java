package io.counterstep.testing;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.SagaId;
import io.counterstep.participant.Handlers;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerRules;
import io.counterstep.participant.LedgerVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Simulation<S> simulation;
    private final Choices choices;

    /** Takes a line of the trace, which is only built if someone reads it. */
    private final Consumer<Supplier<String>> trace;

    private final Tally tally = new Tally();
    private final Effects effects;
    private final VirtualOrchestrator orchestrator;
    private final Map<String, ParticipantHarness> participants = new HashMap<>();
    private final Map<SagaId, S> starts = new LinkedHashMap<>();
    private final List<Mail> onTheWay = new ArrayList<>();
    private final Set<Fault> faults;
    private final int faultOdds;
    private int faultsLeft;
    private int published;
    private int redeliveries;
    private Instant now = SagaScenario.BEGINNING;

    VirtualSystem(Simulation<S> simulation, Choices choices, Consumer<Supplier<String>> trace) {
        this.simulation = simulation;
        this.choices = choices;
        this.trace = trace;
        effects = new Effects(simulation.definition());
        orchestrator = new VirtualOrchestrator(simulation.definition(), simulation.sabotage(), tally);
        for (Handlers handlers : simulation.participants().get()) {
            participants.put(
                    handlers.participant().name(), new ParticipantHarness(handlers, rules(), effects::executed));
        }
        faults = someOf(simulation.faults());
        faultOdds = 2 + choices.below(7);
        faultsLeft = choices.below(MAX_FAULTS + 1);
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
            case Mail.ToParticipant it -> List.of(answer(it.command()));
        };
    }

    private List<Mail> commands(SagaId id, Input input) {
        List<OutgoingCommand> commands = orchestrator.commit(id, input, now);
        if (tally.of("REPEATED") > redeliveries) {
            throw new Violation("G7", "saga " + id + " repeats itself though no record came again: " + input);
        }
        return commands.stream().<Mail>map(Mail.ToParticipant::new).toList();
    }

    private Mail answer(OutgoingCommand command) {
        return reply(participantOf(command).deliver(command));
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

    private ParticipantHarness participantOf(OutgoingCommand command) {
        String name = command.command().participant().name();
        ParticipantHarness participant = participants.get(name);
        if (participant == null) {
            throw new IllegalStateException("simulation has no handlers of participant '" + name + "' for "
                    + command.id() + ", only of " + participants.keySet());
        }
        return participant;
    }

    /** Goes to the next check that is due, or beyond if all is slow, and fires every check due by then. */
    private boolean timePasses() {
        Optional<Instant> due = starts.keySet().stream()
                .flatMap(id -> orchestrator.dueAt(id).stream())
                .min(Instant::compareTo);
        if (due.isEmpty()) {
            return false;
        }
        now = due.get().isAfter(now) ? due.get() : now;
        if (faults.contains(Fault.SLOWNESS) && faultsLeft > 0) {
            now = now.plus(SLOW.multipliedBy(choices.below(4)));
        }
        starts.keySet().stream()
                .filter(id ->
                        orchestrator.dueAt(id).filter(it -> !it.isAfter(now)).isPresent())
                .forEach(this::fireCheck);
        return true;
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
                commands(id, new Input.Retry("operator", "looked at it")).forEach(this::publish);
                acted = true;
            }
        }
        return acted;
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
        return new ParticipantHarness.Rules() {
            @Override
            public <A> LedgerVerdict<A> verdict(Action action, LedgerEntry<A> entry) {
                LedgerVerdict<A> verdict = sabotaged(action, LedgerRules.verdict(action, entry));
                tally.count(verdict.getClass().getSimpleName());
                return verdict;
            }
        };
    }

    private <A> LedgerVerdict<A> sabotaged(Action action, LedgerVerdict<A> verdict) {
        Sabotage protection = switch (verdict) {
            case LedgerVerdict.AnswerAgain<A> again -> action == Action.INVOKE ? Sabotage.LEDGER_OFF : null;
            case LedgerVerdict.RefuseLate<A> late -> Sabotage.TOMBSTONE_OFF;
            case LedgerVerdict.ConfirmWithoutEffect<A> without -> Sabotage.COMPENSATION_WITHOUT_EFFECT;
            case LedgerVerdict.Execute<A> execute -> null;
        };
        return isSabotaged(protection) ? new LedgerVerdict.Execute<>() : verdict;
    }

    private boolean isSabotaged(@Nullable Sabotage protection) {
        return protection != null && simulation.sabotage().contains(protection);
    }
}
