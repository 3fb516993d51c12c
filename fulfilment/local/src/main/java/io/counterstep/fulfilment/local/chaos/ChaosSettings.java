package io.counterstep.fulfilment.local.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one run of chaos is to be.
 *
 * @param time how long faults are brought about, {@code 10} seconds to {@link #LONGEST}
 * @param seed the same seed draws the same faults and orders; when exactly they meet is up to the machine
 * @param rate orders a second, {@code 1} to {@link #MAX_RATE}
 * @param faults the kinds to draw from, by name; none means all
 * @param without guards that are taken out of the services, by name, to see the checks catch it
 * @param json whether to print one JSON document instead of text
 * @param out the folder that gets {@code seed-<seed>.json}, or null for none
 * @param docs the document whose table of runs is replaced by those in {@code out}, or null for none
 * @param keep where data and logs are kept, or null to keep them only when something is wrong
 */
public record ChaosSettings(
        Duration time,
        long seed,
        int rate,
        List<String> faults,
        List<String> without,
        boolean json,
        @Nullable Path out,
        @Nullable Path docs,
        @Nullable Path keep) {

    public static final Duration SHORTEST = Duration.ofSeconds(10);
    public static final Duration LONGEST = Duration.ofHours(24);
    public static final int MAX_RATE = 1_000;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ChaosSettings {
        faults = faults.stream().distinct().toList();
        without = without.stream().distinct().toList();
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the time must be %d to %d seconds, was %d"
                    .formatted(SHORTEST.toSeconds(), LONGEST.toSeconds(), time.toSeconds()));
        }
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException("the rate must be 1 to " + MAX_RATE + " orders a second, was " + rate);
        }
        if (docs != null && out == null) {
            throw new IllegalArgumentException("--docs needs --out: the document shows the runs in that folder");
        }
    }

    /** The command that makes the same run; where its results go is left out. */
    public String command() {
        List<String> words = new ArrayList<>(List.of("./counterstep", "chaos"));
        words.addAll(List.of("--seconds", String.valueOf(time.toSeconds())));
        words.addAll(List.of("--seed", String.valueOf(seed)));
        words.addAll(List.of("--rate", String.valueOf(rate)));
        if (!faults.isEmpty()) {
            words.addAll(List.of("--faults", String.join(",", faults)));
        }
        if (!without.isEmpty()) {
            words.addAll(List.of("--without", String.join(",", without)));
        }
        return String.join(" ", words);
    }
}
