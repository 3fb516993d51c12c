package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.Contender;
import io.counterstep.fulfilment.local.bench.Stored;
import io.counterstep.fulfilment.local.bench.Workload;

/** A system that can be put under a workload, by the name that results and charts show. */
public record Entrant(String system, Workload workload, Contender.Opener opener) {

    /** The name of this system; all others are its peers. */
    public static final String COUNTERSTEP = "counterstep";

    private static final String BESIDE = ", ";

    public boolean isPeer() {
        return isPeer(system);
    }

    /** Whether that name of a measured system is another's than ours, {@link #beside} stored sagas or not. */
    public static boolean isPeer(String system) {
        return !system.equals(COUNTERSTEP) && !system.startsWith(COUNTERSTEP + BESIDE);
    }

    /** The name under which a system is measured once more with those sagas in its store. */
    static String beside(String system, Stored stored) {
        return system + BESIDE + stored.label();
    }

    @Override
    public String toString() {
        return system + " " + workload;
    }
}
