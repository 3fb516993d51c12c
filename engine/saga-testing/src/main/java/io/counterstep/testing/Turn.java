package io.counterstep.testing;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.OutgoingCommand;
import io.counterstep.core.decide.OutgoingReply;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.message.Action;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerVerdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of an exploration: makes the situation that follows. Used once, by one thread. */
final class Turn {

    private static final String UNBUILDABLE = "cannot be built: ";
    private static final String BAD_CONDITION = "its condition failed: ";

    private final World<?> world;
    private final Situation after;

    private Turn(World<?> world, Situation before) {
        this.world = world;
        this.after = before.copy();
    }

    /**
     * @return the situation that follows; null if it is the same
     * @throws Violation if something happened that must not
     * @throws IllegalArgumentException if the definition cannot take a sample
     */
    static @Nullable Situation of(World<?> world, Situation before, Happening happening) {
        if (happening.kind() == Happening.Kind.CRASH_BEFORE_COMMIT) {
            return null;
        }
        Turn turn = new Turn(world, before);
        turn.happen(happening);
        return turn.after;
    }

    private void happen(Happening happening) {
        int topic = happening.index();
        switch (happening.kind()) {
            case DELIVER -> {
                Letter letter = after.topics[topic][0];
                after.remove(topic, 0);
                process(letter, happening.refused(), true);
            }
            case LOSE -> after.remove(topic, 0);
            case DUPLICATE -> after.publish(topic, after.topics[topic][0].as(after.nextDelivery()));
            case OVERTAKE -> {
                Letter overtaken = after.topics[topic][0];
                Letter next = after.topics[topic][1];
                Letter[] swapped = after.topics[topic].clone();
                swapped[0] = next;
                swapped[1] = overtaken;
                after.topics[topic] = swapped;
            }
            case CRASH_AFTER_COMMIT -> {
                after.flows(topic);
                process(after.topics[topic][0], happening.refused(), false);
            }
            case CRASH_AFTER_PUBLISH -> {
                after.flows(topic);
                process(after.topics[topic][0], happening.refused(), true);
            }
            case THROW -> {
                Letter letter = after.topics[topic][0];
                after.remove(topic, 0);
                answer(letter.what(), Letter.Kind.FAILURE, false);
            }
            case ARRIVE -> process(arriving(happening), false, true);
            case ARRIVE_TWICE -> {
                Letter letter = arriving(happening);
                process(letter, false, true);
                after.publish(world.people, letter.as(after.nextDelivery()));
            }
            case ARRIVE_AND_CRASH_AFTER_COMMIT -> {
                Letter letter = arriving(happening);
                process(letter, false, false);
                after.publish(world.people, letter);
            }
            case ARRIVE_AND_CRASH_AFTER_PUBLISH -> {
                Letter letter = arriving(happening);
                process(letter, false, true);
                after.publish(world.people, letter);
            }
            case TIME -> check(true);
            case DELAY -> {
                for (int i = 0; i < after.topics.length; i++) {
                    after.delayed |= after.topics[i].length > 0 ? 1 << i : 0;
                }
                check(true);
            }
            case CRASH_OF_CHECK -> check(false);
            case ANNOUNCE ->
                after.publish(world.startTopic, new Letter(Letter.Kind.START, 0, false, after.nextDelivery()));
            case ASK_AGAIN -> {
                boolean undo = after.isUndoDecided(world);
                Letter.Kind kind = undo ? Letter.Kind.UNDO : Letter.Kind.START;
                process(new Letter(kind, 0, false, after.nextDelivery()), false, true);
            }
            case RETRY -> decide(new Input.Retry("operator", "looked at it"), true);
            case SKIP -> decide(new Input.Skip(refusedStep(requireSaga()), "operator", "it is refused for good"), true);
            case CRASH_BEFORE_COMMIT -> throw new IllegalArgumentException("nothing follows from " + happening);
        }
    }

    private Letter arriving(Happening happening) {
        after.decided |= 1 << happening.index();
        return world.ofPeople(happening.index(), happening.refused(), after.nextDelivery());
    }

    private SagaInstance requireSaga() {
        if (after.saga == null) {
            throw new IllegalArgumentException("there is no saga yet");
        }
        return after.saga;
    }

    /** Refused behind the pivot, so that it would be refused again. */
    static boolean isRefused(Outstanding wait) {
        return wait.stuck() != null && wait.stuck().startsWith("it was refused");
    }

    private static String refusedStep(SagaInstance saga) {
        return saga.waits().stream()
                .filter(Turn::isRefused)
                .map(Outstanding::step)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is refused"));
    }

    private void check(boolean published) {
        Instant due = world.engine
                .dueAt(requireSaga())
                .orElseThrow(() -> new IllegalArgumentException("no check is due, so time cannot pass to it"));
        after.now = due.isAfter(after.now) ? due : after.now;
        decide(new Input.Check(), published);
    }

    private void process(Letter letter, boolean refused, boolean published) {
        if (letter.kind() == Letter.Kind.COMMAND) {
            execute(letter, refused, published);
        } else {
            decide(world.input(letter, after.start), published);
        }
    }

    private void decide(Input input, boolean published) {
        boolean over = after.isOver();
        Decision decision = decision(input);
        List<OutgoingCommand> commands = switch (decision) {
            case Decision.Moved moved -> {
                if (over && !(input instanceof Input.Undo)) {
                    throw new Violation("G4", "the saga was over and moved again by " + input);
                }
                requireSound(moved.saga());
                after.saga = moved.saga();
                tell(moved.reply(), published);
                yield moved.commands();
            }
            case Decision.Repeated repeated -> {
                tell(repeated.reply(), published);
                yield repeated.commands();
            }
            case Decision.Ignored ignored -> List.of();
        };
        if (over && after.isOver() && !commands.isEmpty()) {
            throw new Violation(
                    "G4", "the saga is over but says " + commands.getFirst().id());
        }
        for (OutgoingCommand command : commands) {
            int what = world.positionOf(command.id());
            if (published) {
                after.publish(world.commands.get(what).topic(), new Letter(Letter.Kind.COMMAND, what, false, 0));
            }
        }
    }

    private void tell(@Nullable OutgoingReply reply, boolean published) {
        if (reply == null) {
            return;
        }
        boolean completed = reply.type().equals(ChildSagas.COMPLETED);
        if (!completed) {
            after.deeds.requireNothingInForce(reply.inReplyTo());
        }
        if (published) {
            after.told |= completed
                    ? Situation.TOLD_COMPLETED
                    : reply.type().equals(ChildSagas.UNDONE) ? Situation.TOLD_UNDONE : Situation.TOLD_CANCELED;
        }
    }

    private Decision decision(Input input) {
        try {
            return world.engine.decide(after.saga, input, after.now);
        } catch (RuntimeException thrown) {
            if (after.saga == null) {
                throw new IllegalArgumentException(
                        "the first commands of " + world.definition.name() + " cannot be built from the start message "
                                + world.starts.get(after.start) + ": " + thrown + ": give one by .starting(sample)",
                        thrown);
            }
            throw new Violation("G7", "decide threw " + thrown + " at " + input);
        }
    }

    private void requireSound(SagaInstance saga) {
        if (saga.version() != world.definition.version().number()) {
            throw new Violation("G10", "the saga went on by version " + saga.version());
        }
        for (Outstanding wait : saga.waits()) {
            requireBuilt(wait.step(), wait.stuck());
        }
        if (saga.state() instanceof SagaState.TurnedBack back) {
            requireBuilt(String.join(" ", saga.outcomes().keySet()), back.reason());
        }
    }

    private void requireBuilt(String step, @Nullable String text) {
        if (text != null && (text.contains(UNBUILDABLE) || text.contains(BAD_CONDITION))) {
            throw new IllegalArgumentException(
                    "the functions of " + world.definition.name() + ", step " + step + ", cannot take the samples: "
                            + text + ": give others by .starting(sample) or .reply(type, sample)");
        }
    }

    private void execute(Letter letter, boolean refused, boolean published) {
        World.Said said = world.commands.get(letter.what());
        byte bits = after.ledger[said.entry()];
        boolean compensates = said.id().action() == Action.COMPENSATE;
        switch (verdict(world, after, letter)) {
            case LedgerVerdict.Execute<Boolean> execute -> {
                after.deeds = after.deeds.executed(said.id(), !refused);
                int bit = compensates ? Situation.COMPENSATED : refused ? Situation.REFUSED : Situation.SUCCEEDED;
                after.ledger[said.entry()] = (byte) (bits | bit);
                reply(letter.what(), refused, published);
            }
            case LedgerVerdict.AnswerAgain<Boolean> again -> reply(letter.what(), again.answer(), published);
            case LedgerVerdict.ConfirmWithoutEffect<Boolean> without -> {
                after.ledger[said.entry()] = (byte) (bits | Situation.COMPENSATED);
                reply(letter.what(), false, published);
            }
            case LedgerVerdict.RefuseLate<Boolean> late -> refuse(letter, published);
            case LedgerVerdict.RefusePurged<Boolean> purged -> refuse(letter, published);
        }
    }

    private void refuse(Letter letter, boolean published) {
        if (published) {
            answer(letter.what(), Letter.Kind.FAILURE, false);
        }
    }

    /** The ledger's entry, in which an answer says whether it is a refusal. */
    private static LedgerEntry<Boolean> entry(byte bits) {
        boolean succeeded = (bits & Situation.SUCCEEDED) != 0;
        boolean refused = (bits & Situation.REFUSED) != 0;
        boolean compensated = (bits & Situation.COMPENSATED) != 0;
        return new LedgerEntry<>(succeeded || refused ? refused : null, succeeded, compensated ? false : null);
    }

    /** What its participant would do with that command now. */
    static LedgerVerdict<Boolean> verdict(World<?> world, Situation situation, Letter command) {
        World.Said said = world.commands.get(command.what());
        return world.rules.verdict(said.id().action(), entry(situation.ledger[said.entry()]));
    }

    private void reply(int what, boolean refused, boolean published) {
        if (published) {
            answer(what, Letter.Kind.REPLY, refused);
        }
    }

    private void answer(int what, Letter.Kind kind, boolean refused) {
        after.publish(world.commands.get(what).replyTopic(), new Letter(kind, what, refused, after.nextDelivery()));
    }
}
