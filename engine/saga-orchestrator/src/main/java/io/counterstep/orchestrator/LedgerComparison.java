package io.counterstep.orchestrator;

import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.audit.LedgerPage.Effect;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Kind;
import io.counterstep.orchestrator.Audit.Repair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a page of one participant's ledger against the sagas that it is about: a pure function. Whatever is in motion is left
 * alone, so a system that works has no findings, however busy it is.
 *
 * <p>What cannot be known is not reported: an effect of a saga of an unknown definition (another orchestrator's), of one that was
 * purged before its end was kept, or whose id may have been forgotten; a step that no registered version has; that the ledger
 * knows nothing of a saga that began before the rows that it keeps.
 */
final class LedgerComparison {

    private final SagaDefinitions definitions;
    private final String participant;
    private final Times times;
    private final List<Found> found = new ArrayList<>();
    private final List<Found> unjudged = new ArrayList<>();

    /**
     * @param until what happened later may still be in motion
     * @param dead a saga that needs attention since before that is dead
     * @param known the saga of an effect that came about since then cannot have been forgotten
     */
    record Times(Instant until, Instant dead, Instant known) {}

    /**
     * What the orchestrator knows.
     *
     * @param purged how they ended, where that was kept
     * @param forgotten the ids of sagas that were purged up to then may be forgotten; null if none was ever forgotten
     */
    record Known(
            Map<SagaId, AuditedSaga> sagas,
            Map<SagaId, Optional<Status>> purged,
            @Nullable Instant forgotten) {}

    /**
     * What does not fit.
     *
     * @param unjudged what would be an effect without a saga, if its saga could not have been forgotten
     */
    record Result(List<Found> found, List<Found> unjudged) {}

    private LedgerComparison(SagaDefinitions definitions, String participant, Times times) {
        this.definitions = definitions;
        this.participant = participant;
        this.times = times;
    }

    /**
     * What does not fit.
     *
     * @param asked the sagas that the participant was asked about, of which nothing was kept back
     * @param known the sagas of the page and those asked about
     */
    static Result of(
            SagaDefinitions definitions,
            String participant,
            Times times,
            LedgerPage page,
            Collection<SagaId> asked,
            Known known) {
        LedgerComparison comparison = new LedgerComparison(definitions, participant, times);
        Map<SagaId, List<LedgerPage.Entry>> entries = new HashMap<>();
        for (LedgerPage.Steps it : page.sagas()) {
            SagaId saga = idOf(it.saga());
            if (saga != null && definitions.newest(saga.definition()) != null) {
                entries.put(saga, it.steps());
                it.steps().forEach(entry -> comparison.judge(saga, entry, known));
            }
        }
        for (SagaId saga : asked) {
            AuditedSaga audited = known.sagas().get(saga);
            if (audited != null) {
                comparison.requireEffects(audited, entries.getOrDefault(saga, List.of()), page.since());
            }
        }
        return new Result(comparison.found, comparison.unjudged);
    }

    private static @Nullable SagaId idOf(String text) {
        try {
            return SagaId.parse(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private void judge(SagaId id, LedgerPage.Entry entry, Known known) {
        if (!entry.at().isBefore(times.until())) {
            return;
        }
        AuditedSaga audited = known.sagas().get(id);
        Optional<Status> purged = known.purged().get(id);
        boolean judged;
        if (audited != null) {
            judged = isOver(audited) ? judgeOver(audited.saga(), entry) : judgeActive(audited, entry);
        } else if (purged != null) {
            judged = purged.map(it -> judgePurged(id, it, entry)).orElse(false);
        } else {
            judged = judgeOrphan(id, entry);
        }
        boolean stands = audited == null || isOver(audited);
        if (!judged && stands && entry.isDisputed()) {
            add(Kind.LEDGER_DISPUTED, id, entry.step(), says(entry), Repair.BY_HAND);
        }
    }

    private boolean isOver(AuditedSaga audited) {
        Instant ended = audited.endedAt();
        return ended != null && ended.isBefore(times.until());
    }

    /** @return whether that is all there is to say about it */
    private boolean judgeOver(SagaInstance saga, LedgerPage.Entry entry) {
        Step<?> step = stepOf(definitions, saga, entry.step());
        if (step == null) {
            return false;
        }
        Outcome outcome = saga.outcomes().get(step.name());
        boolean undone = Phase.of(saga.state()) == Phase.CANCELED
                || outcome == Outcome.COMPENSATED
                || outcome == Outcome.REFUSED;
        if (!undone) {
            // then it is missing, which is told where sagas are asked about
            return outcome == Outcome.SUCCEEDED && !entry.isInForce();
        }
        if (step.compensation() == null || !entry.isInForce()) {
            return false;
        }
        String why = "saga " + saga.state().status() + ", step " + outcome + "; " + says(entry);
        add(Kind.EFFECT_OF_CANCELED_SAGA, saga.id(), entry.step(), why, undoing(entry));
        return true;
    }

    private boolean judgeActive(AuditedSaga audited, LedgerPage.Entry entry) {
        Instant stuck = audited.stuckSince();
        Step<?> step = stepOf(definitions, audited.saga(), entry.step());
        if (stuck == null
                || !stuck.isBefore(times.dead())
                || step == null
                || step.compensation() == null
                || !entry.isInForce()) {
            return false;
        }
        String why = "saga needs attention since " + stuck + "; " + says(entry);
        add(Kind.EFFECT_OF_DEAD_SAGA, audited.saga().id(), entry.step(), why, Repair.SAGA);
        return true;
    }

    private boolean judgePurged(SagaId id, Status ended, LedgerPage.Entry entry) {
        SagaDefinition<?> definition = definitions.newest(id.definition());
        Step<?> step = definition == null ? null : definition.find(entry.step());
        if (ended != Status.CANCELED || step == null || step.compensation() == null || !entry.isInForce()) {
            return false;
        }
        String why = "saga CANCELED and purged since; " + says(entry);
        add(Kind.EFFECT_OF_CANCELED_SAGA, id, entry.step(), why, undoing(entry));
        return true;
    }

    private boolean judgeOrphan(SagaId id, LedgerPage.Entry entry) {
        if (SagaDefinition.isEnding(entry.step()) || !entry.isInForce()) {
            return false;
        }
        SagaDefinition<?> definition = definitions.newest(id.definition());
        Step<?> step = definition == null ? null : definition.find(entry.step());
        boolean undoable = step != null && step.compensation() != null;
        String why = "there is and was no such saga; " + says(entry);
        Repair repair = undoable ? undoing(entry) : Repair.BY_HAND;
        boolean certain = !entry.at().isBefore(times.known());
        (certain ? found : unjudged)
                .add(new Found(Kind.EFFECT_WITHOUT_SAGA, participant, id.toString(), entry.step(), why, repair));
        return certain;
    }

    /** A compensation is carried out only where the ledger has something to undo. */
    private static Repair undoing(LedgerPage.Entry entry) {
        return entry.effect() == Effect.IN_FORCE ? Repair.COMPENSATE : Repair.BY_HAND;
    }

    private void requireEffects(AuditedSaga audited, List<LedgerPage.Entry> entries, @Nullable Instant since) {
        SagaInstance saga = audited.saga();
        if (!isOver(audited)) {
            return;
        }
        boolean mayBePurged = since != null && saga.startedAt().isBefore(since);
        for (String step : expected(definitions, saga, participant)) {
            LedgerPage.Entry entry = entries.stream()
                    .filter(it -> it.step().equals(step))
                    .findFirst()
                    .orElse(null);
            if (entry == null) {
                if (!mayBePurged) {
                    String why = "saga " + saga.state().status() + "; the ledger knows nothing of it";
                    add(Kind.EFFECT_MISSING, saga.id(), step, why, Repair.INVOKE);
                }
            } else if (!entry.isInForce() && entry.at().isBefore(times.until())) {
                String why = "saga " + saga.state().status() + "; " + says(entry);
                add(Kind.EFFECT_MISSING, saga.id(), step, why, Repair.BY_HAND);
            }
        }
    }

    /** The steps, and the ending, that this participant must have carried out for a saga that is over; as it knows them. */
    static Collection<String> expected(SagaDefinitions definitions, SagaInstance saga, String participant) {
        SagaDefinition<?> definition = definitions.find(saga.id().definition(), saga.version());
        TreeSet<String> expected = new TreeSet<>();
        if (definition == null) {
            return expected;
        }
        Phase phase = Phase.of(saga.state());
        if (phase == Phase.COMPLETED) {
            for (Step<?> step : definition.steps()) {
                if (saga.outcomes().get(step.name()) == Outcome.SUCCEEDED
                        && step.task() instanceof Task.Invoke<?> invoke
                        && isSaidTo(participant, invoke.invocation())) {
                    expected.add(saga.formerNames().getOrDefault(step.name(), step.name()));
                }
            }
        }
        Invocation<?, ?> ending = phase == Phase.COMPLETED ? definition.completion() : definition.cancellation();
        if (phase.isOver() && ending != null && isSaidTo(participant, ending)) {
            expected.add(phase == Phase.COMPLETED ? SagaDefinition.COMPLETE : SagaDefinition.CANCEL);
        }
        return expected;
    }

    private static boolean isSaidTo(String participant, Invocation<?, ?> invocation) {
        return invocation.command().participant().name().equals(participant);
    }

    /**
     * Whether such a contradiction would be found here, if it were still so: the versions that are registered must say what
     * should be, and what it is about must be old enough to be looked at.
     *
     * @param known its saga, wherever that is
     * @param until sagas that had not ended by then, and effects that were not there, were not looked at
     * @param dead sagas that need attention only since then were not looked at
     */
    static boolean judges(
            SagaDefinitions definitions, Audit.Finding finding, Known known, Instant until, Instant dead) {
        SagaId id = SagaId.parse(finding.saga());
        SagaDefinition<?> newest = definitions.newest(id.definition());
        if (newest == null) {
            return false;
        }
        AuditedSaga audited = known.sagas().get(id);
        if (audited == null ? !finding.foundAt().isBefore(until) : !audited.isOldEnough(until, dead)) {
            return false;
        }
        return switch (finding.kind()) {
            case EFFECT_MISSING ->
                audited == null
                        || definitions.find(id.definition(), audited.saga().version()) != null;
            case EFFECT_OF_CANCELED_SAGA, EFFECT_OF_DEAD_SAGA ->
                audited == null
                        ? newest.find(finding.step()) != null
                        : stepOf(definitions, audited.saga(), finding.step()) != null;
            case EFFECT_WITHOUT_SAGA, LEDGER_DISPUTED -> true;
        };
    }

    /** The step that a participant knows by that name; null for an ending, or if no registered version has it. */
    private static @Nullable Step<?> stepOf(SagaDefinitions definitions, SagaInstance saga, String known) {
        SagaDefinition<?> own = definitions.find(saga.id().definition(), saga.version());
        SagaDefinition<?> definition =
                own == null ? definitions.newest(saga.id().definition()) : own;
        return definition == null ? null : definition.find(currentName(saga, known));
    }

    /** A step's name in the definition, by the one that participants know. */
    static String currentName(SagaInstance saga, String known) {
        return saga.formerNames().entrySet().stream()
                .filter(it -> it.getValue().equals(known))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(known);
    }

    private static String says(LedgerPage.Entry entry) {
        String ledger = "ledger " + entry.effect();
        Boolean exists = entry.exists();
        return exists == null ? ledger : ledger + (exists ? ", effect there" : ", no effect there");
    }

    private void add(Kind kind, SagaId saga, String step, String detail, Repair repair) {
        found.add(new Found(kind, participant, saga.toString(), step, detail, repair));
    }

    /** The action by which something is repaired. */
    static Action action(Repair repair) {
        return switch (repair) {
            case COMPENSATE -> Action.COMPENSATE;
            case INVOKE -> Action.INVOKE;
            case SAGA, BY_HAND -> throw new IllegalArgumentException(repair + " is no command to a participant");
        };
    }
}
