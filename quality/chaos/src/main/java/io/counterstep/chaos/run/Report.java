package io.counterstep.chaos.run;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one run has shown; its JSON form is what {@code --json} prints and {@code --out} keeps. Times are in seconds.
 *
 * @param problems why the run did not pass; none if it did
 * @param orders what became of them, by name
 * @param answers how often each HTTP status was answered to an order; 0 stands for no answer
 * @param strikes every fault in its order
 * @param settled from the last healing until every order and every saga had ended
 * @param figures what else was counted, such as dead letters
 * @param story the smallest story of a violation, line by line; none if there was no violation
 */
public record Report(
        String command,
        long seed,
        long seconds,
        String begun,
        boolean passed,
        List<String> problems,
        Map<String, Long> orders,
        Map<String, Long> answers,
        List<Strike> strikes,
        double settled,
        Map<String, Long> figures,
        List<String> violations,
        List<String> story) {

    /**
     * One fault.
     *
     * @param at when it struck, since the first order
     * @param lasted until everything it had touched ran again
     * @param recovery from then on until an order that was accepted later had ended
     * @param stall the longest time without any order ending, from the strike to the recovery
     */
    public record Strike(
            String fault,
            String target,
            double at,
            double lasted,
            double recovery,
            double stall,
            boolean fired,
            String evidence) {}

    /** How many faults were brought about. */
    public long fired() {
        return fired(strikes);
    }

    static long fired(List<Strike> strikes) {
        return strikes.stream().filter(Strike::fired).count();
    }

    /** A time of each of those that were brought about; what was not has nothing to recover from. */
    static List<Double> times(List<Strike> strikes, ToDoubleFunction<Strike> time) {
        return strikes.stream().filter(Strike::fired).map(time::applyAsDouble).toList();
    }
}
