package io.counterstep.chaos.nemesis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of fault. How long one lasts is drawn between two bounds, in seconds. */
public enum Fault {
    KILL_INSTANCE(Lane.PROCESSES, 0, 4, "kill -9 of an instance, started again"),
    KILL_SERVICE(Lane.PROCESSES, 0, 4, "kill -9 of both instances of a service at once"),
    KILL_ALL(Lane.PROCESSES, 0, 2, "kill -9 of all ten service processes at once"),
    FREEZE_INSTANCE(Lane.PROCESSES, 8, 14, "SIGSTOP of an instance past its session's end, then SIGCONT"),
    RESTART_SERVICE(Lane.PROCESSES, 0, 0, "rolling restart of a service"),
    LATE_COMMANDS(Lane.PROCESSES, 0, 0, "a participant is away, its commands are lost, and come late after all"),
    SCALE(Lane.PROCESSES, 4, 10, "a third instance joins a service and leaves again"),
    KILL_BROKER(Lane.PROCESSES, 3, 10, "kill -9 of a broker"),
    KILL_CONTROLLER(Lane.PROCESSES, 3, 10, "kill -9 of the broker that leads the controllers"),
    KILL_TWO_BROKERS(Lane.PROCESSES, 4, 10, "kill -9 of two of three brokers"),
    FREEZE_BROKER(Lane.PROCESSES, 6, 12, "SIGSTOP of a broker, then SIGCONT"),
    KILL_DATABASE(Lane.PROCESSES, 1, 6, "immediate stop of PostgreSQL"),
    FREEZE_DATABASE(Lane.PROCESSES, 4, 10, "SIGSTOP of PostgreSQL, then SIGCONT"),

    END_CONNECTIONS(Lane.TRAFFIC, 0, 0, "PostgreSQL ends all connections"),
    LOCK_LEDGER(Lane.TRAFFIC, 4, 12, "a participant's ledger is locked by another transaction"),
    DELAY_DATABASE(Lane.TRAFFIC, 5, 12, "an instance's every byte to and from PostgreSQL is late"),
    CUT_DATABASE(Lane.TRAFFIC, 3, 8, "an instance cannot reach PostgreSQL"),
    SILENT_DATABASE(Lane.TRAFFIC, 5, 12, "an instance's connections to PostgreSQL stay open and say nothing"),
    LOST_ANSWERS(Lane.TRAFFIC, 2, 6, "PostgreSQL does what an instance says, but its answers are lost"),
    DELAY_BROKER(Lane.TRAFFIC, 5, 12, "a broker's every byte to and from its clients is late"),
    CUT_BROKER(Lane.TRAFFIC, 3, 8, "a broker cannot be reached by its clients"),
    SILENT_BROKER(Lane.TRAFFIC, 4, 10, "a broker's connections to its clients stay open and say nothing"),
    DUPLICATES(Lane.TRAFFIC, 5, 15, "each record is said again, later and in another order"),
    FORGERIES(Lane.TRAFFIC, 3, 8, "garbage, bombs, strangers and stale replies are put on the topics"),
    LOST_RECORDS(Lane.TRAFFIC, 0, 0, "a topic loses its records"),
    CLOCK(Lane.TRAFFIC, 5, 15, "an instance's clock is wrong");

    /** One fault of each lane may be active at a time. */
    public enum Lane {
        PROCESSES,
        TRAFFIC
    }

    private final Lane lane;
    private final int shortest;
    private final int longest;
    private final String description;

    Fault(Lane lane, int shortest, int longest, String description) {
        this.lane = lane;
        this.shortest = shortest;
        this.longest = longest;
        this.description = description;
    }

    public Lane lane() {
        return lane;
    }

    /** Seconds. */
    int shortest() {
        return shortest;
    }

    /** Seconds. */
    int longest() {
        return longest;
    }

    public String description() {
        return description;
    }

    /** As on the command line, such as {@code kill-instance}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if none is called so */
    public static Fault of(String label) {
        return Arrays.stream(values())
                .filter(it -> it.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no fault is called '" + label + "', only " + labels(List.of(values()))));
    }

    static String labels(List<Fault> faults) {
        return faults.stream().map(Fault::label).collect(Collectors.joining(", "));
    }
}
