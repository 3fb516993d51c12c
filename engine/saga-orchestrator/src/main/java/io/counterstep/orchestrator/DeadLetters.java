package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.orchestrator.ParkedLetter.Kind;
import io.counterstep.orchestrator.ParkedLetter.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was put aside, and what operators do about it: look, edit, replay, discard. Whatever they do is written down with their
 * name and their reason. Thread-safe.
 */
public final class DeadLetters {

    /** The most that one request for many takes. */
    public static final int MAX_AT_ONCE = 10_000;

    private final DeadLetterStore store;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    /** Why nothing was done. */
    public enum Refusal {
        NO_SUCH_LETTER("there is no such dead letter"),
        SHORTENED("only the beginning of its value was kept: edit it first, the whole stands at its source"),
        NOT_PARKED("it is being replayed, was replayed, or was discarded"),
        NOT_REPLAYING("it does not wait to be replayed"),
        BEING_PUBLISHED("it is just being published: it is too late to take it back, or look again in a while"),
        NOTHING_TO_SAY("it has no value: edit it first");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    public DeadLetters(SagaStores stores, InstantSource clock) {
        this.store = new DeadLetterStore(stores.first().jdbc());
        this.transaction = stores.first().readCommitted();
        this.clock = clock;
    }

    /** The newest first. */
    public ParkedLetter.Page search(LetterFilter filter) {
        List<ParkedLetter.Summary> found = store.search(filter);
        if (found.size() <= filter.limit()) {
            return new ParkedLetter.Page(found, null);
        }
        List<ParkedLetter.Summary> page = List.copyOf(found.subList(0, filter.limit()));
        return new ParkedLetter.Page(page, Long.toString(page.getLast().id()));
    }

    /** With its history. */
    public Optional<ParkedLetter> find(long id) {
        return store.find(id);
    }

    /**
     * Changes the value that will be replayed; its headers stay. A letter of which only the beginning was kept is whole again by
     * that. What it said before stays in its history.
     *
     * @param body UTF-8, at most {@link MessageFormat#MAX_BODY_BYTES}
     * @return why not, or null if it is done
     */
    public @Nullable Refusal edit(long id, String body, String by, String why) {
        return change(id, State.PARKED, Refusal.NOT_PARKED, before -> {
            store.edit(id, before, body.getBytes(StandardCharsets.UTF_8), by, why, clock.instant());
            return null;
        });
    }

    /** Lets it be published once more where it stood, when its turn comes. */
    public @Nullable Refusal replay(long id, String by, String why) {
        return change(id, State.PARKED, Refusal.NOT_PARKED, before -> {
            if (before.shortened()) {
                return Refusal.SHORTENED;
            }
            if (before.value() == null) {
                return Refusal.NOTHING_TO_SAY;
            }
            store.change(id, State.REPLAYING, Kind.REPLAYED, by, why, clock.instant());
            return null;
        });
    }

    /** Takes back what waits to be replayed, unless it is just being published. */
    public @Nullable Refusal hold(long id, String by, String why) {
        return change(id, State.REPLAYING, Refusal.NOT_REPLAYING, before -> {
            Instant claimedUntil = before.claimedUntil();
            if (claimedUntil != null && claimedUntil.isAfter(clock.instant())) {
                return Refusal.BEING_PUBLISHED;
            }
            store.change(id, State.PARKED, Kind.HELD, by, why, clock.instant());
            return null;
        });
    }

    /** Says that nothing is to be done about it. */
    public @Nullable Refusal discard(long id, String by, String why) {
        return change(id, State.PARKED, Refusal.NOT_PARKED, before -> {
            store.change(id, State.DISCARDED, Kind.DISCARDED, by, why, clock.instant());
            return null;
        });
    }

    /**
     * Lets all of these be replayed that are parked and can be, the oldest first, at most {@link #MAX_AT_ONCE}.
     *
     * @return how many will be
     */
    public int replayAll(Which which, String by, String why) {
        return changeAll(which, State.PARKED, State.REPLAYING, Kind.REPLAYED, by, why);
    }

    /**
     * Takes back all of these that wait to be replayed and are not just being published, at most {@link #MAX_AT_ONCE}; returns
     * how many.
     */
    public int holdAll(Which which, String by, String why) {
        return changeAll(which, State.REPLAYING, State.PARKED, Kind.HELD, by, why);
    }

    /** Says so of all of these that are parked, at most {@link #MAX_AT_ONCE}; returns of how many. */
    public int discardAll(Which which, String by, String why) {
        return changeAll(which, State.PARKED, State.DISCARDED, Kind.DISCARDED, by, why);
    }

    /** Several letters; null for any. */
    public record Which(
            @Nullable String topic,
            @Nullable String key,
            @Nullable SagaId saga) {}

    private int changeAll(Which which, State from, State to, Kind kind, String by, String why) {
        var filter = new LetterFilter(from, which.topic(), which.key(), which.saga(), null, LetterFilter.MAX_LIMIT);
        Integer changed =
                transaction.execute(status -> store.changeAll(filter, MAX_AT_ONCE, to, kind, by, why, clock.instant()));
        return changed == null ? 0 : changed;
    }

    private interface Change {
        @Nullable
        Refusal of(DeadLetterStore.Locked before);
    }

    /** Two who change it at the same time do so one after the other; the second finds what the first has left. */
    private @Nullable Refusal change(long id, State from, Refusal otherwise, Change change) {
        return transaction.execute(status -> {
            DeadLetterStore.Locked before = store.lock(id);
            if (before == null) {
                return Refusal.NO_SUCH_LETTER;
            }
            return before.state() == from ? change.of(before) : otherwise;
        });
    }
}
