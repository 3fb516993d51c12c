package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.Contender;
import io.counterstep.fulfilment.local.bench.Workload;

/** A system that can be put under a workload, by the name that results and charts show. */
public record Entrant(String system, Workload workload, Contender.Opener opener) {

    /** The name of this system; all others are its peers. */
    public static final String COUNTERSTEP = "counterstep";

    public boolean isPeer() {
        return !system.equals(COUNTERSTEP);
    }

    @Override
    public String toString() {
        return system + " " + workload;
    }
}
