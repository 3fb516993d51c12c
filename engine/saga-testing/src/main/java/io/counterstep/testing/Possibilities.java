package io.counterstep.testing;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import io.counterstep.participant.LedgerVerdict;
import io.counterstep.testing.Happening.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may happen in a situation. Any topic's first record may be the next to be read. Time passes only while nothing is on
 * its way, or only what is delayed, since otherwise a record that is on its way is delayed, which is a fault.
 *
 * @param reduced false to take no order for another
 */
record Possibilities(World<?> world, Set<Fault> faults, boolean reduced) {

    Possibilities(World<?> world, Set<Fault> faults) {
        this(world, faults, true);
    }

    private static final List<Kind> NONE = List.of();
    private static final List<Kind> ARRIVALS =
            List.of(Kind.ARRIVE_TWICE, Kind.ARRIVE_AND_CRASH_AFTER_COMMIT, Kind.ARRIVE_AND_CRASH_AFTER_PUBLISH);

    /** How often a command is said while its answer is delayed, if nothing limits the wait for it. */
    private static final int MAX_ATTEMPTS_WHILE_DELAYED = 2;

    /** @param faulty true if faults may strike */
    List<Happening> in(Situation situation, boolean faulty) {
        List<Happening> all = new ArrayList<>();
        if (!faulty && reduced) {
            int first = firstOfNoMatter(situation);
            if (first >= 0) {
                atTopic(situation, first, false, all);
                return all;
            }
        }
        for (int topic = 0; topic < situation.topics.length; topic++) {
            if (situation.topics[topic].length > 0) {
                atTopic(situation, topic, faulty, all);
            }
        }
        people(situation, faulty, all);
        operators(situation, all);
        time(situation, faulty, all);
        if (situation.saga == null && situation.isQuiet()) {
            all.add(Happening.of(Kind.ANNOUNCE));
        }
        return all;
    }

    /**
     * When no more faults strike, what commutes with all else that may happen comes first, and the other orders are left
     * out: they lead to the same.
     *
     * @see <a href="https://doi.org/10.1007/3-540-60761-7">Godefroid, Partial-Order Methods (1996)</a>
     * @return the topic of such a record; -1 if there is none
     */
    private int firstOfNoMatter(Situation situation) {
        boolean undoing = isUndoing(situation);
        for (int topic = 0; topic < situation.topics.length; topic++) {
            boolean flows = (situation.delayed & (1 << topic)) == 0;
            if (situation.topics[topic].length > 0
                    && (isOverForGood(situation)
                            || (flows && isOfNoMatter(situation, situation.topics[topic][0], undoing)))) {
                return topic;
            }
        }
        return -1;
    }

    private boolean isOverForGood(Situation situation) {
        return situation.isOver() && (!world.isChild || situation.isUndoDecided(world));
    }

    private boolean isOfNoMatter(Situation situation, Letter letter, boolean undoing) {
        return switch (letter.kind()) {
            // Only this participant reads that topic, and only the end of its reply topic changes, and its ledger. What
            // it
            // does is told apart from what others do only by compensations.
            case COMMAND ->
                switch (Turn.verdict(world, situation, letter)) {
                    case LedgerVerdict.AnswerAgain<Boolean> again -> true;
                    case LedgerVerdict.RefuseLate<Boolean> late -> true;
                    case LedgerVerdict.RefusePurged<Boolean> purged -> true;
                    case LedgerVerdict.ConfirmWithoutEffect<Boolean> without -> false;
                    case LedgerVerdict.Execute<Boolean> execute -> !undoing;
                };
            case REPLY, FAILURE -> situation.saga != null && isStaleForGood(situation.saga, letter);
            case START, CANCEL_WISH, EVENT, UNDO -> false;
        };
    }

    /** True if an effect could come before or behind a compensation. */
    private boolean isUndoing(Situation situation) {
        if (situation.saga == null || !(situation.saga.state() instanceof SagaState.Running)) {
            return true;
        }
        for (Letter[] letters : situation.topics) {
            for (Letter letter : letters) {
                if (letter.kind() == Letter.Kind.COMMAND && actionOf(letter) == Action.COMPENSATE) {
                    return true;
                }
            }
        }
        return false;
    }

    private Action actionOf(Letter letter) {
        return world.commands.get(letter.what()).id().action();
    }

    /** An answer that the saga does not wait for and never will again, and that caused nothing it waits for. */
    private boolean isStaleForGood(SagaInstance saga, Letter letter) {
        CommandId asked = world.commands.get(letter.what()).id();
        Outcome outcome = saga.outcomes().get(asked.step());
        boolean answered = outcome != null && (asked.action() == Action.INVOKE || outcome == Outcome.COMPENSATED);
        if (!answered) {
            return false;
        }
        for (Outstanding wait : saga.waits()) {
            if (wait.command().equals(asked) || wait.causedBy().equals(letter.deliveryId())) {
                return false;
            }
        }
        return true;
    }

    private boolean mayStrike(Kind kind) {
        Fault fault = kind.fault();
        return fault == null || faults.contains(fault);
    }

    private void atTopic(Situation situation, int topic, boolean faulty, List<Happening> all) {
        Letter[] letters = situation.topics[topic];
        Letter first = letters[0];
        boolean executes = first.kind() == Letter.Kind.COMMAND
                && Turn.verdict(world, situation, first) instanceof LedgerVerdict.Execute;
        boolean refusable = executes && world.commands.get(first.what()).refusal() != null;
        processed(Kind.DELIVER, topic, refusable, all);
        if (!faulty) {
            return;
        }
        processed(Kind.CRASH_AFTER_COMMIT, topic, refusable, all);
        processed(Kind.CRASH_AFTER_PUBLISH, topic, refusable, all);
        add(Kind.CRASH_BEFORE_COMMIT, topic, all);
        add(Kind.LOSE, topic, all);
        add(Kind.DUPLICATE, topic, all);
        if (letters.length > 1 && letters[1].content() != first.content()) {
            add(Kind.OVERTAKE, topic, all);
        }
        if (executes) {
            add(Kind.THROW, topic, all);
        }
    }

    private void processed(Kind kind, int topic, boolean refusable, List<Happening> all) {
        add(kind, topic, all);
        if (refusable && mayStrike(kind)) {
            all.add(new Happening(kind, topic, true));
        }
    }

    private void add(Kind kind, int index, List<Happening> all) {
        if (mayStrike(kind)) {
            all.add(Happening.of(kind, index));
        }
    }

    /** The customer, and those who decide what a saga waits for. */
    private void people(Situation situation, boolean faulty, List<Happening> all) {
        if (world.isChild) {
            arrives(situation, world.awaited.size() + 1, false, faulty, all);
        }
        if (situation.isOver()) {
            return;
        }
        if (world.definition.canceledBy() != null && faults.contains(Fault.CANCEL_WISH)) {
            arrives(situation, 0, false, faulty, all);
        }
        SagaInstance saga = situation.saga;
        if (saga == null || !(saga.state() instanceof SagaState.Running)) {
            return;
        }
        for (int i = 0; i < world.awaited.size(); i++) {
            World.Awaited awaited = world.awaited.get(i);
            if (!saga.outcomes().containsKey(awaited.step().name())) {
                arrives(situation, i + 1, false, faulty, all);
                if (awaited.refusal() != null) {
                    arrives(situation, i + 1, true, faulty, all);
                }
            }
        }
    }

    private void arrives(Situation situation, int index, boolean refused, boolean faulty, List<Happening> all) {
        if ((situation.decided & (1 << index)) != 0) {
            return;
        }
        all.add(new Happening(Kind.ARRIVE, index, refused));
        for (Kind kind : faulty ? ARRIVALS : NONE) {
            if (mayStrike(kind)) {
                all.add(new Happening(kind, index, refused));
            }
        }
    }

    /** The operator, and the parent that has heard nothing. */
    private void operators(Situation situation, List<Happening> all) {
        SagaInstance saga = situation.saga;
        if (situation.isOver() && situation.isQuiet() && situation.isToBeTold(world)) {
            all.add(Happening.of(Kind.ASK_AGAIN));
        }
        if (saga != null && saga.state() instanceof SagaState.NeedsAttention && situation.isQuiet()) {
            boolean refused = saga.waits().stream().anyMatch(Turn::isRefused);
            all.add(Happening.of(refused ? Kind.SKIP : Kind.RETRY));
        }
    }

    private void time(Situation situation, boolean faulty, List<Happening> all) {
        SagaInstance saga = situation.saga;
        @Nullable Instant due = saga == null ? null : world.engine.dueAt(saga).orElse(null);
        if (saga == null || due == null) {
            return;
        }
        if (situation.isQuiet() || (situation.isQuietButForDelays() && isWorthWaiting(saga))) {
            all.add(Happening.of(Kind.TIME));
            if (faulty && mayStrike(Kind.CRASH_OF_CHECK)) {
                all.add(Happening.of(Kind.CRASH_OF_CHECK));
            }
        } else if (faulty && mayStrike(Kind.DELAY) && !situation.isQuietButForDelays()) {
            all.add(Happening.of(Kind.DELAY));
        }
    }

    /** True if that brings the saga further without anybody's whim. */
    static boolean isProgress(Happening happening) {
        return switch (happening.kind()) {
            case DELIVER, TIME, ANNOUNCE, ASK_AGAIN, RETRY, SKIP -> true;
            case LOSE,
                    DUPLICATE,
                    OVERTAKE,
                    CRASH_BEFORE_COMMIT,
                    CRASH_AFTER_COMMIT,
                    CRASH_AFTER_PUBLISH,
                    THROW,
                    ARRIVE,
                    ARRIVE_TWICE,
                    ARRIVE_AND_CRASH_AFTER_COMMIT,
                    ARRIVE_AND_CRASH_AFTER_PUBLISH,
                    DELAY,
                    CRASH_OF_CHECK -> false;
        };
    }

    private static boolean isWorthWaiting(SagaInstance saga) {
        for (Outstanding wait : saga.waits()) {
            if (wait.deadline() != null || (wait.stuck() == null && wait.attempt() <= MAX_ATTEMPTS_WHILE_DELAYED)) {
                return true;
            }
        }
        return false;
    }
}
