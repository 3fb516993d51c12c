package io.counterstep.testing;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may happen in an exploration.
 *
 * @param index which topic's first record, or what of that which people may want, it is about; 0 if its kind says all
 * @param refused true if the request that is executed is refused, or the awaited event is the refusing one
 */
record Happening(Kind kind, int index, boolean refused) {

    enum Kind {
        DELIVER("deliver %s", null),
        LOSE("lose %s", Fault.LOSS),
        DUPLICATE("duplicate %s", Fault.DUPLICATE),
        OVERTAKE("%s is overtaken by the next", Fault.REORDERING),
        CRASH_BEFORE_COMMIT("crash before commit at %s", Fault.CRASH_BEFORE_COMMIT),
        CRASH_AFTER_COMMIT("crash after commit, before publish at %s", Fault.CRASH_AFTER_COMMIT),
        CRASH_AFTER_PUBLISH("crash after publish at %s", Fault.CRASH_AFTER_PUBLISH),
        THROW("throw at %s", Fault.TECHNICAL_FAILURE),
        ARRIVE("%s arrives", null),
        ARRIVE_TWICE("%s arrives twice", Fault.DUPLICATE),
        ARRIVE_AND_CRASH_AFTER_COMMIT("%s arrives, crash after commit, before publish", Fault.CRASH_AFTER_COMMIT),
        ARRIVE_AND_CRASH_AFTER_PUBLISH("%s arrives, crash after publish", Fault.CRASH_AFTER_PUBLISH),
        TIME("time passes, the check fires", null),
        DELAY("what is on its way is delayed, the check fires", Fault.SLOWNESS),
        CRASH_OF_CHECK("time passes, crash after commit of the check", Fault.CRASH_AFTER_COMMIT),
        ANNOUNCE("%s is announced again", null),
        ASK_AGAIN("the parent asks again", null),
        RETRY("an operator retries", null),
        SKIP("an operator skips what is refused", null);

        private final String text;
        private final @Nullable Fault fault;

        Kind(String text, @Nullable Fault fault) {
            this.text = text;
            this.fault = fault;
        }

        /** What a path has only so many of; null if it costs nothing. */
        @Nullable
        Fault fault() {
            return fault;
        }
    }

    /** Not a fault, but counted with them. */
    private static final String REFUSAL = "REFUSAL";

    private static final String REFUSED = ", refused";

    private static final Kind[] KINDS = Kind.values();

    static Happening of(Kind kind) {
        return new Happening(kind, 0, false);
    }

    static Happening of(Kind kind, int index) {
        return new Happening(kind, index, false);
    }

    boolean isFree() {
        return kind.fault() == null;
    }

    int encoded() {
        return (kind.ordinal() << 16) | (index << 1) | (refused ? 1 : 0);
    }

    static Happening decoded(int code) {
        return new Happening(KINDS[code >>> 16], (code & 0xFFFF) >>> 1, (code & 1) == 1);
    }

    /** For people, and to find it again: no two things that may happen in one situation have the same name. */
    String name(World<?> world, Situation situation) {
        String what = switch (kind) {
            case DELIVER,
                    LOSE,
                    DUPLICATE,
                    OVERTAKE,
                    CRASH_BEFORE_COMMIT,
                    CRASH_AFTER_COMMIT,
                    CRASH_AFTER_PUBLISH,
                    THROW -> world.label(situation.topics[index][0]) + (refused ? REFUSED : "");
            case ARRIVE, ARRIVE_TWICE, ARRIVE_AND_CRASH_AFTER_COMMIT, ARRIVE_AND_CRASH_AFTER_PUBLISH ->
                world.label(world.ofPeople(index, refused, 0));
            case ANNOUNCE -> world.label(new Letter(Letter.Kind.START, 0, false, 0));
            case TIME, DELAY, CRASH_OF_CHECK, ASK_AGAIN, RETRY, SKIP -> "";
        };
        return kind.text.formatted(what);
    }

    /** Every name that any of these labels may have a part in. */
    static Set<String> names(Set<String> labels) {
        Set<String> names = new TreeSet<>();
        for (Kind kind : KINDS) {
            for (String label : labels) {
                names.add(kind.text.formatted(label));
                names.add(kind.text.formatted(label + REFUSED));
            }
        }
        return names;
    }

    /** Whom it strikes, for the count of faults. */
    String struck(Situation situation) {
        return switch (kind) {
            case CRASH_BEFORE_COMMIT, CRASH_AFTER_COMMIT, CRASH_AFTER_PUBLISH ->
                kind
                        + (situation.topics[index][0].kind() == Letter.Kind.COMMAND
                                ? " of a participant"
                                : " of the orchestrator");
            case DELIVER -> refused ? REFUSAL : "";
            case ARRIVE -> refused ? REFUSAL : index == 0 ? Fault.CANCEL_WISH.name() : "";
            case ARRIVE_AND_CRASH_AFTER_COMMIT, ARRIVE_AND_CRASH_AFTER_PUBLISH -> kind.fault() + " of the orchestrator";
            case CRASH_OF_CHECK -> "CRASH_AFTER_COMMIT of a check";
            case LOSE, DUPLICATE, ARRIVE_TWICE, OVERTAKE, THROW, DELAY -> String.valueOf(kind.fault());
            case TIME, ANNOUNCE, ASK_AGAIN, RETRY, SKIP -> "";
        };
    }
}
