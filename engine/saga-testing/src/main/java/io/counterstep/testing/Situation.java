package io.counterstep.testing;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can make a difference to what may happen next: the saga, what is on its way, what the participants
 * remember, what people have decided. Changed only by {@link Turn} while it is made, never after.
 */
final class Situation {

    private static final long NANOS_OF_SECOND = 1_000_000_000L;

    private static final int MAX_COPIES = 2;

    static final int TOLD_COMPLETED = 1;
    static final int TOLD_CANCELED = 2;
    static final int TOLD_UNDONE = 4;

    /** The ledger's entry of one step, as bits. */
    static final byte SUCCEEDED = 1;

    static final byte REFUSED = 2;
    static final byte COMPENSATED = 4;

    final int start;
    Instant now;

    @Nullable
    SagaInstance saga;

    Letter[][] topics;
    byte[] ledger;
    Deeds deeds;

    /** Bit 0: the customer has wished to cancel; bit i + 1: somebody has decided about the awaited step i. */
    int decided;

    /** Bit i: what is on topic i is delayed for as long as it takes. */
    int delayed;

    int deliveries;

    /** What the parent was told, as bits. */
    int told;

    private Situation(
            int start, Instant now, @Nullable SagaInstance saga, Letter[][] topics, byte[] ledger, Deeds deeds) {
        this.start = start;
        this.now = now;
        this.saga = saga;
        this.topics = topics;
        this.ledger = ledger;
        this.deeds = deeds;
    }

    /** The start message is on its way, and that is all. */
    static Situation first(World<?> world, int start) {
        Letter[][] topics = new Letter[world.topics.size()][];
        Arrays.fill(topics, new Letter[0]);
        Situation first = new Situation(
                start,
                SagaScenario.BEGINNING,
                null,
                topics,
                new byte[world.entries()],
                Deeds.none(world.definition, world.isChild));
        first.publish(world.startTopic, new Letter(Letter.Kind.START, 0, false, first.nextDelivery()));
        return first;
    }

    Situation copy() {
        Situation copy = new Situation(start, now, saga, topics.clone(), ledger.clone(), deeds);
        copy.decided = decided;
        copy.delayed = delayed;
        copy.deliveries = deliveries;
        copy.told = told;
        return copy;
    }

    int nextDelivery() {
        return ++deliveries;
    }

    /** A third copy in a row is left out: what two do not show, three do not either. */
    void publish(int topic, Letter letter) {
        Letter[] before = topics[topic];
        boolean isThird = before.length >= MAX_COPIES && letter.kind() != Letter.Kind.FAILURE;
        for (int i = 1; i <= MAX_COPIES && isThird; i++) {
            isThird = before[before.length - i].content() == letter.content();
        }
        if (isThird) {
            return;
        }
        Letter[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = letter;
        topics[topic] = after;
    }

    /** Takes that letter off; whoever reads the topic is no longer delayed. */
    void remove(int topic, int position) {
        Letter[] before = topics[topic];
        Letter[] after = new Letter[before.length - 1];
        System.arraycopy(before, 0, after, 0, position);
        System.arraycopy(before, position + 1, after, position, after.length - position);
        topics[topic] = after;
        flows(topic);
    }

    void flows(int topic) {
        delayed &= ~(1 << topic);
    }

    boolean isQuiet() {
        for (Letter[] topic : topics) {
            if (topic.length > 0) {
                return false;
            }
        }
        return true;
    }

    /** True if nothing is on its way but what is delayed. */
    boolean isQuietButForDelays() {
        for (int i = 0; i < topics.length; i++) {
            if (topics[i].length > 0 && (delayed & (1 << i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** True if the parent has undone the saga. */
    boolean isUndoDecided(World<?> world) {
        return world.isChild && (decided & (2 << world.awaited.size())) != 0;
    }

    /** True if the parent still waits for an answer. */
    boolean isToBeTold(World<?> world) {
        return world.isChild
                && (isUndoDecided(world) ? (told & TOLD_UNDONE) == 0 : (told & (TOLD_COMPLETED | TOLD_CANCELED)) == 0);
    }

    boolean isOver() {
        return saga != null && saga.state() instanceof SagaState.Final;
    }

    /**
     * The same for situations from which the same follows. Times count from now, and what is due does not say since when;
     * a record's identity counts only by what it caused; texts, revisions and the order of outcomes do not count.
     */
    long fingerprint(World<?> world) {
        Fingerprint print = new Fingerprint();
        print.add(start);
        print.add(decided);
        print.add(delayed);
        print.add(told);
        deeds.addTo(print);
        for (byte entry : ledger) {
            print.add(entry);
        }
        SagaInstance instance = saga;
        if (instance != null) {
            add(print, world, instance);
        }
        for (int i = 0; i < topics.length; i++) {
            print.add(i);
            for (Letter letter : topics[i]) {
                print.add(letter.content());
                if (instance != null && letter.kind() != Letter.Kind.COMMAND) {
                    print.add(caused(instance, letter));
                }
            }
        }
        return print.value();
    }

    private static long caused(SagaInstance saga, Letter letter) {
        String id = letter.deliveryId();
        long caused = 1;
        for (Outstanding wait : saga.waits()) {
            caused = caused << 2 | (wait.causedBy().equals(id) ? 1 : 0) | (id.equals(wait.lastFailure()) ? 2 : 0);
        }
        return caused;
    }

    private void add(Fingerprint print, World<?> world, SagaInstance instance) {
        print.add(phase(instance.state()));
        print.add(untilNanos(instance.deadline()));
        for (Step<?> step : world.definition.steps()) {
            Outcome outcome = instance.outcomes().get(step.name());
            print.add(outcome == null ? 0 : outcome.ordinal() + 1);
        }
        long facts = 0;
        for (String fact : instance.facts().keySet()) {
            facts += Fingerprint.mixed(fact.hashCode());
        }
        print.add(facts);
        for (Outstanding wait : instance.waits()) {
            print.add(wait.command().step().hashCode() * 2L
                    + wait.command().action().ordinal());
            print.add(wait.attempt());
            print.add(wait.failures());
            print.add(untilNanos(wait.resendAt()));
            print.add(untilNanos(wait.deadline()));
            print.add(wait.heldBy() == null ? 0 : 1);
            print.add(wait.stuck() == null ? 0 : Turn.isRefused(wait) ? 2 : 1);
        }
    }

    private static int phase(SagaState state) {
        return switch (state) {
            case SagaState.Running running -> 1;
            case SagaState.Completing completing -> 2;
            case SagaState.Compensating compensating -> 3;
            case SagaState.Canceling canceling -> 4;
            case SagaState.Completed completed -> 5;
            case SagaState.Canceled canceled -> 6;
            case SagaState.NeedsAttention attention -> 8 + phase(attention.stuck());
            case SagaState.Paused paused -> 16 + phase(paused.held());
        };
    }

    private long untilNanos(@Nullable Instant then) {
        if (then == null) {
            return -1;
        }
        Duration until = Duration.between(now, then);
        return until.isNegative() ? 0 : until.getSeconds() * NANOS_OF_SECOND + until.getNano();
    }
}
